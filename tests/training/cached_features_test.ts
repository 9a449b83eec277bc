import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { startEngine } from "lib/engine/start.ts";
import { type Backbone, loadBackbone } from "lib/models/backbone.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { augment, type Augmentation } from "lib/training/augmentation.ts";
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

const AUGMENTED = {
  augmentation: { rotationRange: 20, brightnessRange: [0.8, 1.2] } as Augmentation,
  seed: 1,
};

Deno.test("cachedFeatures() computes draws of each film: those that augment() makes", () =>
  withBackbone(async (options) => {
    const augmented = { ...AUGMENTED, draws: 2 };
    const features = await cachedFeatures(films(3), { ...options, augmented });
    assert.deepEqual(features.shape, [6, 512]);
    assert.equal(features.computed, 6);
    const hash = createHash("sha256").update(films(1).data).digest("hex");
    [0, 3].forEach((row, draw) => {
      const expected = tf.tidy(() => {
        const film = tf.tensor4d(Float32Array.from(films(1).data), [1, SIDE, SIDE, 1]);
        const keys = [`${hash}-${draw}`];
        const xs = augment(film, augmented.augmentation, { seed: 1, keys });
        return (options.backbone.model.predict(xs) as tf.Tensor).mean([1, 2]).dataSync();
      });
      const actual = features.data.subarray(row * 512, (row + 1) * 512);
      actual.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-4, `draw ${draw}`));
    });
  }));

Deno.test("cachedFeatures() keeps draws apart from films as they are, and by seed and range", () =>
  withBackbone(async (options) => {
    const plain = await cachedFeatures(films(2), options);
    const first = await cachedFeatures(films(2), {
      ...options,
      augmented: { ...AUGMENTED, draws: 1 },
    });
    assert.equal(first.computed, 2);
    assert.notDeepEqual(first.data, plain.data);
    // A second draw more: the first comes from the cache, to the bit, in whatever company.
    const more = await cachedFeatures(films(3), {
      ...options,
      augmented: { ...AUGMENTED, draws: 2 },
    });
    assert.equal(more.computed, 6 - 2);
    assert.deepEqual(more.data.subarray(0, 2 * 512), first.data);
    const others = [
      { ...AUGMENTED, seed: 2 },
      { ...AUGMENTED, augmentation: { ...AUGMENTED.augmentation, rotationRange: 21 } },
    ];
    for (const other of others) {
      const augmented = { ...other, draws: 1 };
      const features = await cachedFeatures(films(2), { ...options, augmented });
      assert.equal(features.computed, 2);
      assert.notDeepEqual(features.data, first.data);
    }
    const sameSettings = { brightnessRange: [0.8, 1.2], rotationRange: 20 } as Augmentation;
    const again = await cachedFeatures(films(2), {
      ...options,
      augmented: { augmentation: sameSettings, seed: 1, draws: 1 },
    });
    assert.equal(again.computed, 0);
  }));

Deno.test("cachedFeatures() refuses half a draw", () =>
  withBackbone(async (options) => {
    const augmented = { augmentation: {}, seed: 1, draws: 0.5 };
    await assert.rejects(() => cachedFeatures(films(1), { ...options, augmented }), {
      name: "RangeError",
      message: "Cannot compute 0.5 draws of a film: expected a positive integer",
    });
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
