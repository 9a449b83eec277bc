import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { fit } from "lib/training/fit.ts";
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

Deno.test("logitsModel() refuses a model that ends in no probabilities", async () => {
  await startEngine();
  const { activation, dense, dropout } = tf.layers;
  const tell = (...layers: tf.layers.Layer[]) => () => logitsModel(tf.sequential({ layers }));
  const first = (units: number) => dense({ units, inputShape: [2] });
  assert.throws(tell(first(3)), {
    name: "RangeError",
    message: "Cannot train: expected a model with 3 outputs to end in softmax but found linear",
  });
  assert.throws(tell(first(2), activation({ activation: "sigmoid" })), /softmax but found sigmoid/);
  assert.throws(
    tell(first(1), activation({ activation: "softmax" })),
    /with 1 output to end in sigmoid but found softmax/,
  );
  assert.throws(tell(first(2), dropout({ rate: 0.5 })), /softmax but found no activation/);
});

Deno.test("logitsModel() takes a softmax layer too", async () => {
  await startEngine();
  const layers = [tf.layers.dense({ units: 2, inputShape: [2] }), tf.layers.softmax()];
  const { apply } = logitsModel(tf.sequential({ layers }));
  assert.deepEqual(apply(tf.ones([3, 2]), { training: false }).shape, [3, 2]);
});

Deno.test("fit() leaves no tensor behind where it refuses a model", async () => {
  await startEngine();
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
  const before = tf.memory().numTensors;
  const train = { values: new Float32Array([-1, 1]), shape: [1], labels: [0, 1] };
  const options = { epochs: 1, batchSize: 2, learningRate: 0.1, seed: 1 };
  await assert.rejects(fit(model, train, options), /to end in softmax but found linear/);
  assert.equal(tf.memory().numTensors, before);
});
