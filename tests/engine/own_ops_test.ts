import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { nativeBackend, nativeOp } from "lib/engine/native_op.ts";
import { hasOwnOps } from "lib/engine/own_ops.ts";
import { randomState, restoreRandomState, seedEngine } from "lib/engine/random_state.ts";
import { seededDropout } from "lib/engine/seeded_layers.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";
import { type FillMode, transformImages } from "lib/engine/transform_images.ts";
import { seededRandom } from "lib/random/seeded.ts";

const FILL_MODES: FillMode[] = ["nearest", "reflect", "wrap", "constant"];
const UNMOVED = [1, 0, 0, 0, 1, 0, 0, 0];

/** Runs something as it would run on a GPU, where the project's own ops stay out. */
function withoutOwnOps<T>(run: () => T): T {
  const backend = nativeBackend();
  const { isUsingGpuDevice } = backend;
  backend.isUsingGpuDevice = true;
  try {
    assert.equal(hasOwnOps(), false);
    return run();
  } finally {
    backend.isUsingGpuDevice = isUsingGpuDevice;
  }
}

Deno.test("the project's own ops are in without a GPU, so that nobody loses them unnoticed", async () => {
  await startEngine();
  assert.equal(hasOwnOps(), !nativeBackend().isUsingGpuDevice);
});

Deno.test("CxrTransformImages gives the bits of TensorFlow's op for random films and matrices", async () => {
  await startEngine();
  const random = seededRandom(1);
  const whole = (from: number, to: number) => from + Math.floor((to - from + 1) * random());
  let values = 0;
  for (let i = 0; i < 400; i++) {
    const shape = [whole(1, 3), whole(1, 40), whole(1, 150), whole(1, 3)] as const;
    const film = tf.randomUniform([...shape], 0, 255, "float32", i) as tf.Tensor4D;
    const spread = [0.1, 1, 10][i % 3];
    const about = (middle: number, width: number) => middle + spread * width * (random() - 0.5);
    const tilt = i % 5 ? 0 : 0.05;
    const transforms = Array.from({ length: shape[0] }, () => [
      ...[about(1, 1), about(0, 1), about(0, 60), about(0, 1), about(1, 1), about(0, 30)],
      ...[about(0, tilt), about(0, tilt)],
    ]);
    const options = {
      transforms,
      fillMode: FILL_MODES[i % 4],
      fillValue: i % 8 < 4 ? 0 : 100 * random(),
    };
    const own = transformImages(film, options);
    const theirs = withoutOwnOps(() => transformImages(film, options));
    assert.deepEqual(own.dataSync(), theirs.dataSync(), JSON.stringify({ shape, ...options }));
    values += own.size;
    tf.dispose([film, own, theirs]);
  }
  assert(values > 1e6, `${values}`);
});

Deno.test("CxrTransformImages moves films of more pixels than one thread takes", async () => {
  await startEngine();
  const film = tf.randomUniform([3, 301, 333, 1], 0, 255, "float32", 1) as tf.Tensor4D;
  const transforms = [0.2, 1, 3].map((a) => [
    ...[Math.cos(a), -Math.sin(a), 90, Math.sin(a), Math.cos(a), -40, 0, 0],
  ]);
  const own = transformImages(film, { transforms });
  const theirs = withoutOwnOps(() => transformImages(film, { transforms }));
  assert.deepEqual(own.dataSync(), theirs.dataSync());
});

Deno.test("CxrTransformImages fills where a matrix leads to infinity, and outlives NaN", async () => {
  await startEngine();
  const film = tf.ones([1, 2, 3, 1]) as tf.Tensor4D;
  for (const fillMode of FILL_MODES) {
    // k = 1 - x is 0 in the second column.
    const [first, second] = transformImages(film, {
      transforms: [[1, 0, 0, 0, 1, 0, -1, 0]],
      fillMode,
      fillValue: 7,
    }).dataSync();
    assert.deepEqual([first, second], [1, 7]);
    for (const bad of [NaN, Infinity, 1e30]) {
      const transforms = [[bad, 0, 0, 0, -bad, 0, 0, 0]];
      const moved = transformImages(film, { transforms, fillMode }).dataSync();
      assert.equal(moved.length, 6);
      if (fillMode !== "constant") assert(moved.every((value) => value === 1), `${moved}`);
    }
  }
});

Deno.test("CxrDropout drops what TensorFlow's stateless numbers drop, to the bit", async () => {
  await startEngine();
  const random = seededRandom(2);
  for (let i = 0; i < 60; i++) {
    const size = i < 50 ? 1 + Math.floor(3000 * random()) : 1 + Math.floor(200_000 * random());
    const seed = Math.floor(2 ** 32 * (random() - 0.5));
    const rate = i % 10 ? random() : 0.5;
    const x = tf.randomNormal([size], 0, 1, "float32", i);
    seedEngine(i);
    const own = seededDropout(x, { rate, seed });
    const mask = statelessRandom([size], { seed: [seed, 0] }).greaterEqual(rate).cast("float32");
    assert.deepEqual(own.dataSync(), x.mul(mask.mul(1 / (1 - rate))).dataSync(), `${i}`);
  }
});

Deno.test("dropout and its gradient are the same with the project's own op and without", async () => {
  await startEngine({ seed: 3 });
  const x = tf.randomNormal([7, 5, 3, 11], 0, 1, "float32", 1);
  const weights = tf.randomNormal([7, 5, 3, 11], 0, 1, "float32", 2);
  const state = randomState();
  const run = () => {
    restoreRandomState(state);
    const { value, grad } = tf.valueAndGrad((x) =>
      seededDropout(x, { rate: 0.3 }).mul(weights).sum()
    )(x);
    return [value.dataSync(), grad.dataSync()];
  };
  assert.deepEqual(run(), withoutOwnOps(run));
});

Deno.test("the project's own ops take empty tensors and leave none behind", async () => {
  await startEngine();
  const film = tf.zeros([0, 4, 4, 1]) as tf.Tensor4D;
  const nothing = tf.zeros([0, 3]);
  const before = tf.memory().numTensors;
  const made = [
    transformImages(film, { transforms: [] }),
    seededDropout(nothing, { rate: 0.5 }),
    transformImages(tf.tidy(() => tf.keep(tf.ones([1, 2, 2, 1]))), { transforms: [UNMOVED] }),
  ];
  assert.deepEqual(made.map(({ shape }) => shape), [[0, 4, 4, 1], [0, 3], [1, 2, 2, 1]]);
  assert.equal(tf.memory().numTensors, before + made.length + 1);
});

Deno.test("the project's own ops tell what is wrong with their inputs", async () => {
  await startEngine();
  const film = tf.ones([1, 2, 2, 1]);
  const matrices = tf.tensor2d([UNMOVED]);
  const transform = (inputs: tf.Tensor[], fill_mode = "NEAREST") => () =>
    nativeOp("CxrTransformImages", inputs, { fill_mode });
  assert.throws(transform([film, tf.zeros([2, 8])]), /expected eight numbers a film/);
  assert.throws(transform([tf.ones([4]), matrices]), /images must have four dimensions/);
  assert.throws(transform([film, matrices], "SQUARE"), /fill_mode.*SQUARE/);
  const drop = (seed: tf.Tensor, rate: number) => () =>
    nativeOp("CxrDropout", [film, seed], { rate: { float: rate }, scale: { float: 1 } });
  assert.throws(drop(tf.zeros([3], "int32"), 0.5), /expected two numbers as a seed/);
  assert.throws(drop(tf.zeros([2], "int32"), 5), /the rate must lie in \[0, 1\]/);
});
