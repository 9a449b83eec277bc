import assert from "node:assert/strict";
import { join } from "@std/path";
import { decodeFilm } from "lib/data/decode_film.ts";
import { loadPixels } from "lib/data/load_pixels.ts";
import { mapParallel } from "lib/data/map_parallel.ts";
import { readFilms } from "lib/data/read_films.ts";
import { tempDir, testImage, writeFolder } from "./test_films.ts";

async function cachedFiles(cacheDir: string): Promise<string[]> {
  const [folder] = await Array.fromAsync(Deno.readDir(cacheDir));
  const files = await Array.fromAsync(Deno.readDir(join(cacheDir, folder.name)));
  return files.map(({ name }) => join(cacheDir, folder.name, name));
}

Deno.test("loadPixels() gives decodeFilm()'s bytes in the films' order, fresh and cached", async () => {
  const dir = await writeFolder({
    "covid/1.png": 1,
    "covid/2.jpg": await testImage(2, { width: 700, height: 900 }).jpeg().toBuffer(),
    "normal/3.png": 3,
  });
  const set = await readFilms(dir);
  const cacheDir = await tempDir();
  const imageSize = [20, 30] as const;
  const expected = await Promise.all(
    set.films.map(({ path }) => decodeFilm(join(set.root, path), imageSize)),
  );
  for (const _ of ["fresh", "cached"]) {
    const { data, shape } = await loadPixels(set, { imageSize, cacheDir });
    assert.deepEqual(shape, [3, 20, 30, 1]);
    expected.forEach((film, i) => assert.deepEqual(data.subarray(i * 600, (i + 1) * 600), film));
  }
  assert.equal((await cachedFiles(cacheDir)).length, 3);
});

Deno.test("loadPixels() takes thumbnails that were made before, where that is the size asked for", async () => {
  const dir = await writeFolder({ "covid/1.png": 1 });
  const set = await readFilms(dir);
  const thumbnail = set.thumbnails;
  const [{ sha256 }] = set.films;
  const film = { format: "png", width: 1, height: 1, view: "", thumbnail };
  const options = { cacheDir: join(dir, "cache"), seen: new Map([[sha256, film]]) };
  const bigger = await loadPixels(set, { ...options, imageSize: [64, 65] });
  assert.equal(bigger.data.length, 64 * 65);
  await Deno.remove(join(dir, "covid/1.png"));
  const { data } = await loadPixels(set, { ...options, imageSize: [64, 64] });
  assert.deepEqual(data, thumbnail);
});

Deno.test("loadPixels() needs no film that is in the cache, and no cache that is broken", async () => {
  const dir = await writeFolder({ "covid/1.png": 1 });
  const set = await readFilms(dir);
  const options = { imageSize: [8, 8] as const, cacheDir: join(dir, "cache") };
  const { data } = await loadPixels(set, options);
  const [cached] = await cachedFiles(options.cacheDir);
  await Deno.writeFile(cached, new Uint8Array(3));
  assert.deepEqual((await loadPixels(set, options)).data, data);
  await Deno.remove(join(dir, "covid/1.png"));
  assert.deepEqual((await loadPixels(set, options)).data, data);
});

Deno.test("loadPixels() tells its progress and gives an empty set empty pixels", async () => {
  const set = await readFilms(await writeFolder({ "covid/1.png": 1, "normal/2.png": 2 }));
  const cacheDir = await tempDir();
  const steps: number[][] = [];
  const onProgress = (done: number, total: number) => steps.push([done, total]);
  await loadPixels(set, { imageSize: [8, 8], cacheDir, onProgress });
  assert.deepEqual(steps, [[1, 2], [2, 2]]);
  const none = await loadPixels({ root: "", films: [] }, { imageSize: [8, 8], cacheDir });
  assert.deepEqual(none, { data: new Uint8Array(0), shape: [0, 8, 8, 1] });
});

Deno.test("loadPixels() stops when told to", async () => {
  const set = await readFilms(await writeFolder({ "covid/1.png": 1, "normal/2.png": 2 }));
  const controller = new AbortController();
  const run = loadPixels(set, {
    imageSize: [8, 8],
    cacheDir: await tempDir(),
    onProgress: () => controller.abort(new Error("enough")),
    signal: controller.signal,
  });
  const films = { ...set, films: [...set.films, ...set.films, ...set.films] };
  await run.catch(() => {});
  await assert.rejects(
    loadPixels(films, {
      imageSize: [8, 8],
      cacheDir: await tempDir(),
      signal: controller.signal,
    }),
    { message: "enough" },
  );
});

Deno.test("loadPixels() names the film that it cannot decode", async () => {
  await assert.rejects(
    loadPixels({ root: "/nowhere", films: [{ path: "1.png", sha256: "ab" }] }, {
      imageSize: [8, 8],
      cacheDir: await tempDir(),
    }),
    { message: /^Cannot decode film "\/nowhere\/1.png": / },
  );
});

Deno.test("mapParallel() keeps order and bound", async () => {
  let running = 0;
  let most = 0;
  const squares = await mapParallel([5, 1, 3, 2, 4], async (x) => {
    most = Math.max(most, ++running);
    for (let i = 0; i < x; i++) await Promise.resolve();
    running--;
    return x * x;
  }, { limit: 2 });
  assert.deepEqual(squares, [25, 1, 9, 4, 16]);
  assert.equal(most, 2);
});

Deno.test("mapParallel() throws the first error and starts nothing after it", async () => {
  const started: number[] = [];
  const work = (x: number) => {
    started.push(x);
    return x === 2 ? Promise.reject(new Error("two")) : Promise.resolve(x);
  };
  await assert.rejects(mapParallel([1, 2, 3, 4], work, { limit: 1 }), { message: "two" });
  assert.deepEqual(started, [1, 2]);
});
