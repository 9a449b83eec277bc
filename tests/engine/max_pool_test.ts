import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { argmaxPool } from "lib/engine/argmax_pool.ts";
import { maxPoolKernel, maxPoolWithGradient } from "lib/engine/max_pool.ts";
import { hasOneDnn } from "lib/engine/one_dnn.ts";
import { oneDnnPool } from "lib/engine/one_dnn_pool.ts";
import type { MaxPoolKernel, PoolOptions } from "lib/engine/pool_kernel.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";
import { seededRandom } from "lib/random/seeded.ts";

const HALVE: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };

/** Two films of 2×4 pixels, one channel. */
const films = () => tf.tensor4d([1, 5, 2, 2, 3, 4, 8, 2, 9, 1, 1, 1, 1, 1, 1, 7], [2, 2, 4, 1]);

/** Values and gradient of one pooling, given the gradient of its output. */
function poolBoth(kernel: MaxPoolKernel, x: tf.Tensor, options: PoolOptions, dy: tf.Tensor) {
  const { y, places } = kernel.forward(x, options);
  return { y: y.dataSync(), dx: kernel.gradient(dy, { places, like: x, ...options }).dataSync() };
}

Deno.test("maxPoolKernel() is oneDNN's where TensorFlow computes with it", async () => {
  await startEngine();
  assert.equal(maxPoolKernel(), hasOneDnn() ? oneDnnPool : argmaxPool);
});

Deno.test("argmaxPool tells where in its film each maximum was", async () => {
  await startEngine();
  const { y, places } = argmaxPool.forward(films(), HALVE);
  assert.deepEqual(y.shape, [2, 1, 2, 1]);
  assert.equal(places.dtype, "int32");
  // Places in the flattened 2×4 of each film: rows of four, counted from 0.
  assert.deepEqual([...places.dataSync()], [1, 6, 0, 7]);
});

Deno.test("both kernels give each window's maximum, and bring its gradient to its place", async () => {
  await startEngine();
  const dy = tf.tensor4d([10, 20, 30, 40], [2, 1, 2, 1]);
  for (const kernel of [argmaxPool, maxPoolKernel()]) {
    const { y, dx } = poolBoth(kernel, films(), HALVE, dy);
    assert.deepEqual([...y], [5, 8, 9, 7]);
    assert.deepEqual([...dx], [0, 10, 0, 0, 0, 0, 20, 0, 30, 0, 0, 0, 0, 0, 0, 40]);
  }
});

Deno.test("both kernels agree on 200 random poolings, with windows full of ties too", async () => {
  await startEngine();
  const random = seededRandom(7);
  const draw = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  for (let i = 0; i < 200; i++) {
    tf.tidy(() => {
      const options: PoolOptions = {
        poolSize: [draw(1, 4), draw(1, 4)],
        strides: [draw(1, 4), draw(1, 4)],
        padding: draw(0, 1) ? "SAME" : "VALID",
      };
      const [height, width] = options.poolSize;
      const shape = [draw(1, 3), draw(height, 15), draw(width, 15), draw(1, 20)];
      const values = statelessRandom(shape, { seed: [i, 1] });
      const x = i % 3 === 0 ? values.mul(4).round() : values;
      const dy = statelessRandom(argmaxPool.forward(x, options).y.shape, { seed: [i, 2] });
      const [expected, found] = [argmaxPool, maxPoolKernel()]
        .map((kernel) => poolBoth(kernel, x, options, dy));
      const what = JSON.stringify({ shape, ...options });
      assert.deepEqual(found.y, expected.y, what);
      // Where windows overlap, gradients are added up, in an order of the kernel's own.
      found.dx.forEach((value, at) => assert.ok(Math.abs(value - expected.dx[at]) < 1e-5, what));
    });
  }
});

Deno.test("maxPoolWithGradient() adds up where windows overlap", async () => {
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

Deno.test("gradients leave their output alone behind, and console.warn as it was", async () => {
  await startEngine();
  const { warn } = console;
  const [x, dy] = [films(), tf.ones([2, 1, 2, 1])];
  for (const kernel of [argmaxPool, maxPoolKernel()]) {
    const { places } = kernel.forward(x, HALVE);
    const before = tf.memory().numTensors;
    kernel.gradient(dy, { places, like: x, ...HALVE }).dispose();
    assert.equal(tf.memory().numTensors, before);
  }
  assert.equal(console.warn, warn);
});

Deno.test("maxPoolWithGradient() passes on that TensorFlow refuses what is no batch of films", async () => {
  await startEngine();
  assert.throws(
    () => maxPoolWithGradient(tf.ones([2, 2]), HALVE),
    /4-dimensional|4 or 5-dimensional/,
  );
  assert.throws(() => argmaxPool.forward(tf.ones([2, 2]), HALVE), /4-dimensional/);
});
