import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { logitsModel } from "lib/training/logits_model.ts";

type Activation = "softmax" | "sigmoid";

const KERNEL: Record<number, number[][]> = { 1: [[1], [-2]], 2: [[1, 0], [0, -2]] };

/** From two numbers to logits by {@linkcode KERNEL}; `own`: the activation is a layer of its own. */
async function makeModel(units: 1 | 2, activation: Activation, own: boolean) {
  await startEngine();
  const dense = tf.layers.dense({
    units,
    inputShape: [2],
    activation: own ? "linear" : activation,
  });
  const last = own ? [tf.layers.activation({ activation })] : [];
  const model = tf.sequential({ layers: [dense, ...last] });
  dense.setWeights([tf.tensor2d(KERNEL[units]), tf.zeros([units])]);
  return model;
}

const close = (actual: Iterable<number>, expected: number[]) =>
  [...actual].forEach((value, i) =>
    assert(Math.abs(value - expected[i]) < 1e-5, `${value} instead of ${expected[i]}`)
  );

Deno.test("logitsModel() gives what goes into an activation of its own, exactly", async () => {
  const softmax = logitsModel(await makeModel(2, "softmax", true));
  const xs = tf.tensor2d([[3, 1], [300, 1]]);
  assert.deepEqual([...softmax.apply(xs, { training: false }).dataSync()], [3, -2, 300, -2]);
  const sigmoid = logitsModel(await makeModel(1, "sigmoid", true));
  assert.deepEqual([...sigmoid.apply(xs, { training: false }).dataSync()], [1, 298]);
});

Deno.test("logitsModel() gives logits of a dense layer's own activation", async () => {
  const xs = tf.tensor2d([[3, 1]]);
  const sigmoid = logitsModel(await makeModel(1, "sigmoid", false));
  close(sigmoid.apply(xs, { training: false }).dataSync(), [1]);
  // Of a softmax they come less the logarithm of its sum: only differences matter, 3 - -2 = 5.
  const softmax = logitsModel(await makeModel(2, "softmax", false));
  const [a, b] = softmax.apply(xs, { training: false }).dataSync();
  close([a - b], [5]);
});

Deno.test("logitsModel() keeps the logits of a certain probability finite", async () => {
  const xs = tf.tensor2d([[300, 0]]);
  const { apply } = logitsModel(await makeModel(1, "sigmoid", false));
  // log(p / (1 - p)) where p is cut to 1 - 1e-7 and rounded to float32: near 16.
  const [logit] = apply(xs, { training: false }).dataSync();
  assert(logit > 15 && logit < 17, `${logit}`);
});

Deno.test("logitsModel()'s probabilities are the model's", async () => {
  const xs = tf.tensor2d([[3, 1], [0, 0.5]]);
  for (const [units, activation] of [[1, "sigmoid"], [2, "softmax"]] as const) {
    for (const own of [true, false]) {
      const model = await makeModel(units, activation, own);
      const { apply, probabilities } = logitsModel(model);
      const rows = probabilities(apply(xs, { training: false }));
      const p = [...(model.predict(xs) as tf.Tensor).dataSync()];
      close(rows.flat(), units === 1 ? p.flatMap((value) => [1 - value, value]) : p);
    }
  }
});

Deno.test("logitsModel() leaves its logits and nothing else", async () => {
  const xs = tf.tensor2d([[3, 1]]);
  for (const own of [true, false]) {
    const { apply, probabilities } = logitsModel(await makeModel(2, "softmax", own));
    const before = tf.memory().numTensors;
    const logits = apply(xs, { training: true });
    probabilities(logits);
    assert.equal(tf.memory().numTensors, before + 1);
    logits.dispose();
  }
});

Deno.test("logitsModel() refuses a model of two outputs, and one that gives maps", async () => {
  await startEngine();
  const message = "Cannot train: expected a model with one output of one row a film";
  const input = tf.input({ shape: [2] });
  const heads = [1, 2].map(() => tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor);
  const two = tf.model({ inputs: input, outputs: heads });
  assert.throws(() => logitsModel(two), { name: "RangeError", message });
  const conv = tf.layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [4, 4, 1] });
  const map = tf.sequential({ layers: [conv] });
  assert.throws(() => logitsModel(map), { name: "RangeError", message });
});
