import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { type Backbone, loadBackbone } from "lib/models/backbone.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { cachedFeatures } from "lib/training/cached_features.ts";

const SIDE = 32;

function films(n: number): { data: Uint8Array; shape: [number, number, number, 1] } {
  const random = seededRandom(1);
  const data = Uint8Array.from({ length: n * SIDE * SIDE }, () => 256 * random());
  return { data, shape: [n, SIDE, SIDE, 1] };
}

async function withBackbone(
  run: (options: { backbone: Backbone; cacheDir: string; batchSize: number }) => Promise<void>,
): Promise<void> {
  await startEngine();
  const cacheDir = await Deno.makeTempDir();
  const options = { weightsDir: "", imageSize: [SIDE, SIDE] as [number, number], seed: 1 };
  const backbone = await loadBackbone("vgg16-random", options);
  try {
    await run({ backbone, cacheDir, batchSize: 4 });
  } finally {
    backbone.model.dispose();
    await Deno.remove(cacheDir, { recursive: true });
  }
}

async function filesIn(dir: string): Promise<string[]> {
  const files = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (isDirectory) files.push(...await filesIn(join(dir, name)));
    else files.push(join(dir, name));
  }
  return files;
}

Deno.test("cachedFeatures() gives the mean of the backbone's feature map", () =>
  withBackbone(async (options) => {
    const pixels = films(4);
    const features = await cachedFeatures(pixels, options);
    assert.deepEqual(features.shape, [4, 512]);
    const expected = tf.tidy(() => {
      const xs = tf.tensor4d(Float32Array.from(pixels.data), pixels.shape);
      return (options.backbone.model.predict(xs) as tf.Tensor).mean([1, 2]).dataSync();
    });
    assert.deepEqual(features.data, expected);
  }));

Deno.test("cachedFeatures() computes nothing the second time", () =>
  withBackbone(async (options) => {
    const first = await cachedFeatures(films(6), options);
    assert.equal(first.computed, 6);
    const progress: number[] = [];
    const again = await cachedFeatures(films(6), {
      ...options,
      onProgress: (done) => progress.push(done),
    });
    assert.deepEqual({ ...again, computed: 6 }, first);
    assert.equal(again.computed, 0);
    assert.deepEqual(progress, []);
  }));

Deno.test("cachedFeatures() computes a film that stands twice once, and gives it twice", () =>
  withBackbone(async (options) => {
    const { data } = films(2);
    const twice = new Uint8Array([...data, ...data]);
    const features = await cachedFeatures({ data: twice, shape: [4, SIDE, SIDE, 1] }, options);
    assert.equal(features.computed, 2);
    assert.deepEqual(features.data.slice(0, 1024), features.data.slice(1024));
  }));

Deno.test("cachedFeatures() goes on where it was stopped, to the same bits", () =>
  withBackbone(async (options) => {
    const whole = await cachedFeatures(films(10), {
      ...options,
      cacheDir: join(options.cacheDir, "a"),
    });
    const stopped = { ...options, cacheDir: join(options.cacheDir, "b") };
    const controller = new AbortController();
    const onProgress = (done: number, total: number) => {
      assert.equal(total, 10);
      if (done === 4) controller.abort();
    };
    await assert.rejects(
      () => cachedFeatures(films(10), { ...stopped, onProgress, signal: controller.signal }),
      { name: "AbortError" },
    );
    assert.equal((await filesIn(stopped.cacheDir)).length, 4);
    const rest = await cachedFeatures(films(10), stopped);
    assert.equal(rest.computed, 6);
    assert.deepEqual(rest.data, whole.data);
  }));

Deno.test("cachedFeatures() computes anew what is damaged in the cache", () =>
  withBackbone(async (options) => {
    const first = await cachedFeatures(films(3), options);
    const [file] = await filesIn(options.cacheDir);
    await Deno.truncate(file, 100);
    const again = await cachedFeatures(films(3), options);
    assert.equal(again.computed, 1);
    assert.deepEqual(again.data, first.data);
  }));

Deno.test("cachedFeatures() takes another layer's map, under another key", () =>
  withBackbone(async (options) => {
    await cachedFeatures(films(2), options);
    const map = await cachedFeatures(films(2), {
      ...options,
      layer: "block4_pool",
      pooling: "none",
    });
    assert.deepEqual(map.shape, [2, 2, 2, 512]);
    assert.equal(map.data.length, 2 * 2 * 2 * 512);
    assert.equal(map.computed, 2);
  }));

Deno.test("cachedFeatures() keeps networks and scalings apart", () =>
  withBackbone(async (options) => {
    const first = await cachedFeatures(films(1), options);
    const size = { weightsDir: "", imageSize: [SIDE, SIDE] as [number, number] };
    for (const settings of [{ seed: 2 }, { seed: 1, scale: "unit" as const }]) {
      const backbone = await loadBackbone("vgg16-random", { ...size, ...settings });
      const other = await cachedFeatures(films(1), { ...options, backbone });
      assert.equal(other.computed, 1);
      assert.notDeepEqual(other.data, first.data);
      backbone.model.dispose();
    }
  }));

Deno.test("cachedFeatures() refuses films of another size", () =>
  withBackbone(async (options) => {
    const pixels = { data: new Uint8Array(16), shape: [1, 4, 4, 1] as [number, number, number, 1] };
    await assert.rejects(() => cachedFeatures(pixels, options), {
      name: "RangeError",
      message: "Cannot compute features of 4x4 films: vgg16-random was loaded for 32x32",
    });
  }));

Deno.test("cachedFeatures() takes no films at all, and leaks no tensor", () =>
  withBackbone(async (options) => {
    const numTensors = tf.memory().numTensors;
    const none = await cachedFeatures(films(0), options);
    assert.deepEqual(none.shape, [0, 512]);
    await cachedFeatures(films(5), options);
    assert.equal(tf.memory().numTensors, numTensors);
  }));
