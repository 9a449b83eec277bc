import assert from "node:assert/strict";
import { join } from "@std/path";
import { inspectionsFile, readInspections, writeInspections } from "lib/data/inspection_cache.ts";
import type { SeenFilm } from "lib/data/inspect_film.ts";
import { readFilms } from "lib/data/read_films.ts";
import { tempDir, testImage, writeFolder } from "./test_films.ts";

Deno.test("readInspections() reads what writeInspections() wrote, and nothing else", async () => {
  const file = join(await tempDir(), "new/seen.parquet");
  const film = (grey: number): SeenFilm => ({
    format: "jpeg",
    width: 1000 + grey,
    height: 800,
    view: grey % 2 ? "PA" : "",
    thumbnail: Uint8Array.from({ length: 4096 }, (_, i) => (i * grey) % 256),
  });
  const seen = new Map(Array.from({ length: 40 }, (_, i) => [`${i}`.padStart(64, "f"), film(i)]));
  await writeInspections(file, seen);
  const found = await readInspections(file);
  assert.deepEqual([...found.keys()], [...seen.keys()]);
  for (const [sha256, { thumbnail, ...known }] of seen) {
    const { thumbnail: own, format, width, height, view } = found.get(sha256)!;
    assert.deepEqual({ format, width, height, view }, known);
    assert.deepEqual([...own], [...thumbnail]);
  }
  await Deno.writeTextFile(file, "damaged");
  assert.equal((await readInspections(file)).size, 0);
  assert.equal((await readInspections(join(file, "missing"))).size, 0);
});

Deno.test("readFilms() gives the same set from the cache, without decoding", async () => {
  const dir = await writeFolder({
    "covid/1.png": 1,
    "covid/2.jpg": await testImage(2, { width: 300, height: 200 }).jpeg().toBuffer(),
    "normal/3.png": 3,
    "normal/bad.png": "no picture",
  });
  const cacheDir = await tempDir();
  const plain = await readFilms(dir);
  assert.deepEqual(await readFilms(dir, { cacheDir }), plain);
  assert.deepEqual(await readFilms(dir, { cacheDir }), plain);

  // To see that it is read from there: a thumbnail that no decoder made.
  const file = inspectionsFile(cacheDir, plain.root);
  const seen = new Map(await readInspections(file));
  assert.equal(seen.size, 3);
  const { sha256 } = plain.films[0];
  seen.set(sha256, { ...seen.get(sha256)!, thumbnail: new Uint8Array(4096).fill(77) });
  await writeInspections(file, seen);
  assert(
    (await readFilms(dir, { cacheDir })).thumbnails.subarray(0, 4096).every((grey) => grey === 77),
  );
});

Deno.test("readFilms() sees a film anew whose content is another", async () => {
  const dir = await writeFolder({ "covid/1.png": 1, "normal/3.png": 3 });
  const cacheDir = await tempDir();
  await readFilms(dir, { cacheDir });
  await Deno.writeFile(join(dir, "covid/1.png"), await testImage(5).png().toBuffer());
  await Deno.writeFile(
    join(dir, "normal/3.png"),
    (await testImage(3).png().toBuffer()).slice(0, 99),
  );
  const { films, thumbnails, skipped } = await readFilms(dir, { cacheDir });
  const plain = await readFilms(dir);
  assert.deepEqual({ films, thumbnails, skipped }, {
    films: plain.films,
    thumbnails: plain.thumbnails,
    skipped: plain.skipped,
  });
  assert.equal(skipped[0].path, "normal/3.png");
});

Deno.test("readFilms() goes on where it was stopped", async () => {
  const films = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`covid/${i}.png`, i]));
  const dir = await writeFolder(films);
  const cacheDir = await tempDir();
  const controller = new AbortController();
  const stopped = readFilms(dir, {
    cacheDir,
    signal: controller.signal,
    onProgress: (done) => done === 20 && controller.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  const { size } = await readInspections(inspectionsFile(cacheDir, dir));
  assert(size >= 20 && size < 40, `${size} kept`);
  assert.deepEqual(await readFilms(dir, { cacheDir }), await readFilms(dir));
});
