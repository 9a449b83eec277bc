import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import {
  maxPool,
  maxPoolGradient,
  maxPoolWithGradient,
  type PoolOptions,
} from "lib/engine/max_pool.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";

const HALVE: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };

/** Two films of 2×4 pixels, one channel. */
const films = () => tf.tensor4d([1, 5, 2, 2, 3, 4, 8, 2, 9, 1, 1, 1, 1, 1, 1, 7], [2, 2, 4, 1]);

Deno.test("maxPool() tells each window's maximum and where in its film it was", async () => {
  await startEngine();
  const { y, argmax } = maxPool(films(), HALVE);
  assert.deepEqual(y.shape, [2, 1, 2, 1]);
  assert.deepEqual([...y.dataSync()], [5, 8, 9, 7]);
  assert.equal(argmax.dtype, "int32");
  // Places in the flattened 2×4 of each film: rows of four, counted from 0.
  assert.deepEqual([...argmax.dataSync()], [1, 6, 0, 7]);
});

Deno.test("maxPoolGradient() brings each gradient to the place of the maximum", async () => {
  await startEngine();
  const { argmax } = maxPool(films(), HALVE);
  const shape = tf.tensor1d([2, 2, 4, 1], "int32");
  const dy = tf.tensor4d([10, 20, 30, 40], [2, 1, 2, 1]);
  const dx = maxPoolGradient(dy, { argmax, shape, ...HALVE });
  assert.deepEqual([...dx.dataSync()], [0, 10, 0, 0, 0, 0, 20, 0, 30, 0, 0, 0, 0, 0, 0, 40]);
});

Deno.test("maxPoolGradient() adds up where windows overlap", async () => {
  await startEngine();
  const x = tf.tensor4d([1, 9, 1], [1, 1, 3, 1]);
  const options: PoolOptions = { poolSize: [1, 2], strides: [1, 1], padding: "VALID" };
  const dx = tf.grad((x) => maxPoolWithGradient(x, options))(x);
  assert.deepEqual([...dx.dataSync()], [0, 2, 0]);
});

Deno.test("maxPoolWithGradient() gives stock tfjs's values and gradients", async () => {
  await startEngine();
  const x = statelessRandom([3, 7, 6, 2], { seed: [1, 2] }) as tf.Tensor4D;
  for (const padding of ["same", "valid"] as const) {
    const options = { poolSize: [3, 2], strides: [2, 2] } satisfies Partial<PoolOptions>;
    const upper = padding.toUpperCase() as "SAME" | "VALID";
    const ours = tf.valueAndGrad((x: tf.Tensor) =>
      maxPoolWithGradient(x, { ...options, padding: upper }).square()
    )(x);
    const stock = tf.valueAndGrad((x: tf.Tensor) =>
      tf.maxPool(x as tf.Tensor4D, [3, 2], [2, 2], padding).square()
    )(x);
    assert.deepEqual(ours.value.dataSync(), stock.value.dataSync());
    assert.deepEqual(ours.grad.dataSync(), stock.grad.dataSync());
  }
});

Deno.test("maxPoolGradient() leaves its output alone behind, and console.warn as it was", async () => {
  await startEngine();
  const { warn } = console;
  const { argmax } = maxPool(films(), HALVE);
  const shape = tf.tensor1d([2, 2, 4, 1], "int32");
  const dy = tf.ones([2, 1, 2, 1]);
  const before = tf.memory().numTensors;
  maxPoolGradient(dy, { argmax, shape, ...HALVE }).dispose();
  assert.equal(tf.memory().numTensors, before);
  assert.equal(console.warn, warn);
});

Deno.test("maxPool() passes on that TensorFlow refuses what is no batch of films", async () => {
  await startEngine();
  assert.throws(() => maxPool(tf.ones([2, 2]), HALVE), /tensor_in must be 4-dimensional/);
});
