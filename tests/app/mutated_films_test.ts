import { join } from "@std/path";
import assert from "node:assert/strict";
import { readFilm } from "../../app/decode/read_film.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { realData } from "../real_data.ts";
import { writeDicom } from "../data/dicom/write_dicom.ts";
import { madePictures } from "./made_pictures.ts";
import { mutate } from "./mutate.ts";
import { openVips } from "./open_vips.ts";

const NUM_FILES = 500;
const LIMIT_SECONDS = 5;

Deno.test("readFilm() answers to 500 damaged files, or says in a line why not", async () => {
  const vips = await openVips();
  const random = seededRandom(20_261_121);
  const files = await wholeFiles();
  let read = 0;
  let slowest = 0;
  let early = 0;
  for (let i = 0; i < NUM_FILES; i++) {
    const [name, bytes] = files[i % files.length];
    const started = performance.now();
    try {
      const film = await readFilm(vips, mutate(bytes, random), { imageSize: [64, 64] });
      assert.equal(film.pixels.length, 64 * 64);
      read++;
    } catch (error) {
      assert(error instanceof Error, `${name}: ${error}`);
      assert(!(error instanceof WebAssembly.RuntimeError), `${name}: ${error.message}`);
      assert.match(error.message, /^[^\n]{5,300}$/, name);
    }
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < LIMIT_SECONDS, `${name} took ${seconds.toFixed(1)} s`);
    slowest = Math.max(slowest, seconds);
    if (i === 99) early = Deno.memoryUsage().rss;
  }
  const growth = (Deno.memoryUsage().rss - early) / 2 ** 20;
  console.log(
    `${read} of ${NUM_FILES} still read; slowest ${slowest.toFixed(2)} s; ` +
      `memory grew by ${growth.toFixed(0)} MB over the last 400`,
  );
  assert(growth < 150, `memory grew by ${growth.toFixed(0)} MB`);
  // The library is as sound as before.
  const [, whole] = files[0];
  assert.equal((await readFilm(vips, whole, { imageSize: [64, 64] })).pixels.length, 64 * 64);
  vips.shutdown();
});

/** Pictures of every format, and DICOM films in every coding that is at hand. */
async function wholeFiles(): Promise<[name: string, bytes: Uint8Array][]> {
  const files = Object.entries(await madePictures())
    .filter(([name]) => !/large|turned [2-578]/.test(name));
  const values = Array.from({ length: 12 }, (_, i) => 20 * i);
  files.push(["made.dcm", writeDicom({ values })]);
  const folder = realData("dicom");
  if (folder) {
    for (const { name } of await Array.fromAsync(Deno.readDir(folder))) {
      if (name.endsWith(".dcm")) files.push([name, await Deno.readFile(join(folder, name))]);
    }
  }
  return files;
}
