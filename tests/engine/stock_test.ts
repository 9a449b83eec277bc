import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startOpProfile, sumByOp } from "lib/engine/profile_ops.ts";
import { fuseConvPool } from "lib/engine/native_layers.ts";
import { startEngine } from "lib/engine/start.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { adam } from "lib/training/adam.ts";

// The engine's kernels against those that tfjs has without it. Stock numbers are taken first: once
// the engine's own kernels are in, they stay.

/** Numbers in [-1, 1) that need no TensorFlow. */
function numbers(shape: number[], seed: number): tf.Tensor {
  const random = seededRandom(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(Float32Array.from({ length: size }, () => 2 * random() - 1), shape);
}

/** A convolution, with or without pooling, of random shape. */
function drawCase(seed: number) {
  const random = seededRandom(seed);
  const one = <T>(...choices: T[]) => choices[Math.floor(random() * choices.length)];
  const from = (least: number, greatest: number) =>
    least + Math.floor(random() * (greatest - least + 1));
  return {
    batch: one(1, 2, 5),
    input: [from(6, 17), from(6, 17), from(1, 4)],
    conv: {
      filters: from(1, 6),
      kernelSize: [from(1, 4), from(1, 4)] as [number, number],
      strides: from(1, 3),
      padding: one("same" as const, "valid" as const),
      activation: one("relu" as const, "linear" as const),
    },
    pool: one(undefined, 2, 3),
    poolStrides: from(1, 3),
    poolPadding: one("same" as const, "valid" as const),
  };
}

const CASES = Array.from({ length: 24 }, (_, i) => drawCase(i + 1)).filter(
  // The pooling needs a window's worth of what the convolution leaves.
  ({ input: [height, width], conv, pool, poolPadding }) =>
    [height, width].every((side, k) => {
      const left = conv.padding === "same"
        ? Math.ceil(side / conv.strides)
        : Math.ceil((side - conv.kernelSize[k] + 1) / conv.strides);
      return left >= (pool && poolPadding === "valid" ? pool : 1);
    }),
);

function build({ input, conv, pool, poolStrides, poolPadding }: typeof CASES[number]) {
  const layers: tf.layers.Layer[] = [tf.layers.conv2d({ ...conv, inputShape: input })];
  if (pool) {
    layers.push(
      tf.layers.maxPooling2d({ poolSize: pool, strides: poolStrides, padding: poolPadding }),
    );
  }
  const model = tf.sequential({ layers });
  model.setWeights(model.getWeights().map((weight, k) => numbers(weight.shape, 2 + k)));
  return model;
}

/** Value, input gradient, kernel gradient and bias gradient. */
function measure(model: tf.LayersModel, batch: number): Float32Array[] {
  return tf.tidy(() => {
    const x = numbers([batch, ...model.inputs[0].shape.slice(1) as number[]], 1);
    const loss = (x: tf.Tensor) => {
      const y = model.apply(x, { training: true }) as tf.Tensor;
      return y.mul(numbers(y.shape, 4)).sum() as tf.Scalar;
    };
    const { grads } = tf.variableGrads(() => loss(x));
    const weights = model.trainableWeights.map((w) => grads[(w.read() as tf.Variable).name]);
    const y = model.apply(x, { training: true }) as tf.Tensor;
    return [y, tf.grad(loss)(x), ...weights].map((tensor) => tensor.dataSync() as Float32Array);
  });
}

function assertClose(actual: Float32Array[], expected: Float32Array[], what: string): void {
  ["value", "input gradient", "kernel gradient", "bias gradient"].forEach((name, k) => {
    assert.equal(actual[k].length, expected[k].length, `${name}, ${what}`);
    const size = expected[k].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const error = actual[k].reduce((m, v, i) => Math.max(m, Math.abs(v - expected[k][i])), 0);
    assert(error <= 1e-5 * size, `${name}, ${what}: differs by ${error}`);
  });
}

/** Names of the ops that a model runs which is made and trained as tfjs's documentation says. */
async function plainTrainingOps(): Promise<Set<string>> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [16, 16, 1] }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
  const xs = numbers([8, 16, 16, 1], 1);
  const ys = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const endProfile = startOpProfile();
  await model.fit(xs, ys, { epochs: 2, batchSize: 4, verbose: 0 });
  model.dispose();
  return new Set(sumByOp(endProfile().rows).map(({ op }) => op));
}

Deno.test("the engine beside stock tfjs", async (t) => {
  await startEngine({ stock: true });
  const stock = CASES.map((options) => {
    const model = build(options);
    const measured = measure(model, options.batch);
    model.dispose();
    return measured;
  });
  const stockOps = await plainTrainingOps();

  await startEngine({ seed: 1 });
  await t.step("layers of random shapes give its values and gradients", () => {
    assert(CASES.length >= 15, `only ${CASES.length} shapes are possible`);
    CASES.forEach((options, i) => {
      const model = build(options);
      const what = JSON.stringify(options);
      assertClose(measure(model, options.batch), stock[i], what);
      const endFusion = fuseConvPool(model);
      assertClose(measure(model, options.batch), stock[i], `${what}, fused`);
      endFusion();
      model.dispose();
    });
  });
  await t.step("a plain tfjs model trains without its slow ops, and is not told", async () => {
    const ops = await plainTrainingOps();
    for (const slow of ["MaxPoolGrad", "IsNan"]) {
      assert(stockOps.has(slow), `${slow} is no stock op`);
      assert(!ops.has(slow), `${slow} is there`);
    }
  });
});

Deno.test("adam() steps as stock tfjs's optimiser, but for where epsilon stands", async () => {
  await startEngine();
  const [ours, stock] = [0, 0].map(() => tf.variable(numbers([3, 4], 1)));
  const [mine, theirs] = [adam([ours]), tf.train.adam(0.01)];
  for (let step = 0; step < 10; step++) {
    const gradient = numbers([3, 4], 10 + step);
    mine.step([gradient], 0.01);
    theirs.applyGradients([{ name: stock.name, tensor: gradient }]);
  }
  assert(ours.sub(stock).abs().max().dataSync()[0] < 1e-4);
  mine.dispose();
});
