import { join } from "@std/path";
import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeFilm, readFilmHeader } from "lib/data/decode_film.ts";
import { readPictureHeader } from "../../app/decode/picture.ts";
import { picturePixels } from "../../app/decode/picture_pixels.ts";
import { realData } from "../real_data.ts";
import { madePictures } from "./made_pictures.ts";
import { openVips } from "./open_vips.ts";

const vips = await openVips();
const SIZES = [[64, 64], [128, 128], [500, 300]] as const;

/** Largest and mean difference between the command line's pixels and the page's. */
async function difference(
  bytes: Uint8Array,
  imageSize: readonly [number, number],
): Promise<[largest: number, mean: number]> {
  const expected = await decodeFilm(bytes, imageSize);
  const found = picturePixels(vips, bytes, { imageSize });
  assert.equal(found.length, expected.length);
  const differences = expected.map((grey, i) => Math.abs(grey - found[i]));
  return [
    differences.reduce((a, b) => Math.max(a, b)),
    differences.reduce((sum, value) => sum + value, 0) / differences.length,
  ];
}

Deno.test("the page's libvips is of the command line's version", () => {
  assert.equal(vips.version(), sharp.versions.vips);
});

Deno.test("picturePixels() gives decodeFilm()'s pixels for every way of writing a picture", async () => {
  for (const [name, bytes] of Object.entries(await madePictures())) {
    for (const size of SIZES) {
      assert.deepEqual(await difference(bytes, size), [0, 0], `${name} at ${size.join("×")}`);
    }
    const { format, width, height } = await readFilmHeader(bytes);
    assert.deepEqual(readPictureHeader(vips, bytes), { format, width, height }, name);
  }
});

for (const set of ["raw-sample", "raikokte"]) {
  const folder = realData(set);
  Deno.test({
    name: `picturePixels() gives decodeFilm()'s pixels for films of ${set}`,
    ignore: folder === undefined,
    fn: async () => {
      const films = await filmsIn(folder!);
      assert(films.length > 20);
      const step = Math.max(1, Math.floor(films.length / 40));
      for (let i = 0; i < films.length; i += step) {
        const bytes = await Deno.readFile(films[i]);
        assert.deepEqual(await difference(bytes, [128, 128]), [0, 0], films[i]);
      }
    },
  });
}

async function filmsIn(folder: string): Promise<string[]> {
  const films: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) films.push(...await filmsIn(join(folder, name)));
    else if (/\.(jpe?g|png)$/i.test(name)) films.push(join(folder, name));
  }
  return films.sort();
}

globalThis.addEventListener("unload", () => vips.shutdown());
