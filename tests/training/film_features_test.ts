import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import type { FeatureRows } from "lib/data/feature_table.ts";
import { loadPixels } from "lib/data/load_pixels.ts";
import { readFeatureAbout, readFeatureTable } from "lib/data/read_feature_table.ts";
import { type FilmSet, readFilms } from "lib/data/read_films.ts";
import { startEngine } from "lib/engine/start.ts";
import { type Backbone, loadBackbone } from "lib/models/backbone.ts";
import { cachedFeatures } from "lib/training/cached_features.ts";
import { filmFeatures, type FilmFeaturesOptions } from "lib/training/film_features.ts";
import { writeFilmFeatures } from "lib/training/write_film_features.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const SIDE = 32;

async function withFilms(
  run: (options: { backbone: Backbone; set: FilmSet; dir: string }) => Promise<void>,
): Promise<void> {
  await startEngine();
  const films = Array.from({ length: 11 }, (_, i) => [`${i % 2 ? "covid" : "normal"}/${i}.png`, i]);
  const set = await readFilms(await writeFolder(Object.fromEntries(films)));
  const size = { weightsDir: "", imageSize: [SIDE, SIDE] as [number, number], seed: 1 };
  const backbone = await loadBackbone("vgg16-random", size);
  try {
    await run({ backbone, set, dir: await tempDir() });
  } finally {
    backbone.model.dispose();
  }
}

async function collect(set: FilmSet, options: FilmFeaturesOptions): Promise<FeatureRows[]> {
  return await Array.fromAsync(filmFeatures(set, options));
}

async function namesIn(dir: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();
}

Deno.test("filmFeatures() gives cachedFeatures()'s bits, chunk by chunk", () =>
  withFilms(async ({ backbone, set, dir }) => {
    const pixels = await loadPixels(set, { imageSize: [SIDE, SIDE], cacheDir: join(dir, "films") });
    const options = { backbone, cacheDir: join(dir, "features"), batchSize: 4 };
    const { data } = await cachedFeatures(pixels, options);
    const numTensors = tf.memory().numTensors;
    const steps: number[] = [];
    const chunks = await collect(set, {
      backbone,
      batchSize: 4,
      chunkSize: 5,
      onProgress: (done, total) => steps.push(done, total),
    });
    assert.equal(tf.memory().numTensors, numTensors);
    assert.deepEqual(chunks.map(({ films }) => films.length), [5, 5, 1]);
    assert.deepEqual(chunks.flatMap(({ films }) => films), set.films);
    assert.deepEqual(Float32Array.from(chunks.flatMap(({ values }) => [...values])), data);
    assert.deepEqual(steps.slice(-2), [11, 11]);
    const other = await collect(set, { backbone, layer: "block4_pool", batchSize: 4 });
    assert.equal(other[0].values.length, 11 * 512);
    assert.notDeepEqual(other[0].values, data);
  }));

Deno.test("filmFeatures() goes on where it was stopped", () =>
  withFilms(async ({ backbone, set, dir }) => {
    const options = { backbone, batchSize: 4, chunkSize: 4, piecesDir: join(dir, "pieces") };
    const controller = new AbortController();
    const stopped = collect(set, {
      ...options,
      signal: controller.signal,
      onProgress: (done) => done === 8 && controller.abort(),
    });
    await assert.rejects(stopped, { name: "AbortError" });
    const pieces = await namesIn(options.piecesDir);
    assert.equal(pieces.length, 2);
    // What is kept is read back; a piece that is damaged is computed anew.
    await Deno.truncate(join(options.piecesDir, pieces[1]), 10);
    const chunks = await collect(set, options);
    const whole = await collect(set, { backbone, batchSize: 4 });
    const all = Float32Array.from(chunks.flatMap(({ values }) => [...values]));
    assert.deepEqual(all, whole[0].values);
  }));

Deno.test("filmFeatures() refuses a film that has changed, or cannot be read", () =>
  withFilms(async ({ backbone, set }) => {
    const path = join(set.root, set.films[3].path);
    await Deno.writeTextFile(path, "not the film");
    await assert.rejects(() => collect(set, { backbone }), {
      message: /^Cannot take the features of ".*": its content is another than its SHA-256/,
    });
    await Deno.remove(path);
    await assert.rejects(() => collect(set, { backbone }), Deno.errors.NotFound);
  }));

Deno.test("writeFilmFeatures() does what is not done, and nothing twice", () =>
  withFilms(async ({ backbone, set, dir }) => {
    const file = join(dir, "all.parquet");
    const options = { backbone, batchSize: 4, chunkSize: 4 };
    assert.deepEqual(await writeFilmFeatures(file, set, options), {
      numFilms: 11,
      wasThere: false,
    });
    assert.deepEqual(await namesIn(dir), ["all.parquet"]);
    const before = (await Deno.stat(file)).mtime;
    assert.equal((await writeFilmFeatures(file, set, options)).wasThere, true);
    assert.deepEqual((await Deno.stat(file)).mtime, before);
    const about = await readFeatureAbout(file);
    assert.equal(about!.backbone, "vgg16-random");
    assert.equal(about!.range, "0:11 of 11");

    // Another class of one film is another file; the features are those that were there.
    const changed = { ...set, films: set.films.map((film) => ({ ...film, className: "Normal" })) };
    assert.equal((await writeFilmFeatures(file, changed, options)).wasThere, false);
    assert.equal((await readFeatureTable(file)).films[0].className, "Normal");
  }));

Deno.test("writeFilmFeatures() writes ranges that join to the whole, bit for bit", () =>
  withFilms(async ({ backbone, set, dir }) => {
    const options = { backbone, batchSize: 4 };
    await writeFilmFeatures(join(dir, "all.parquet"), set, options);
    for (const [i, range] of ([[0, 4], [4, 7], [7, Infinity]] as const).entries()) {
      await writeFilmFeatures(join(dir, `parts/${i}.parquet`), set, { ...options, range });
    }
    const [all, parts] = [
      await readFeatureTable(join(dir, "all.parquet")),
      await readFeatureTable(join(dir, "parts")),
    ];
    assert.deepEqual(parts.films, all.films);
    assert.deepEqual(parts.values, all.values);
    await assert.rejects(
      () => writeFilmFeatures(join(dir, "none.parquet"), set, { ...options, range: [11, 20] }),
      { name: "RangeError", message: "Cannot take the features of films 11:20: the set has 11" },
    );
  }));
