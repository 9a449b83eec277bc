import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { predictProbabilities, probabilityRows } from "lib/training/predict.ts";

/** Five examples of one number each, which the models take as a logit. */
const EXAMPLES = { values: new Float32Array([0, 1, -1, 2, -2]), shape: [1], labels: { length: 5 } };

async function sigmoidModel() {
  await startEngine();
  const dense = tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] });
  const model = tf.sequential({
    layers: [tf.layers.dropout({ rate: 0.5, inputShape: [1] }), dense],
  });
  dense.setWeights([tf.ones([1, 1]), tf.zeros([1])]);
  return model;
}

const near = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-6, `${actual}`));

Deno.test("predictProbabilities() keeps the order over the borders of batches", async () => {
  const model = await sigmoidModel();
  const expected = [...EXAMPLES.values].map((x) => 1 / (1 + Math.exp(-x)));
  for (const batchSize of [1, 2, 5, 32]) {
    const rows = predictProbabilities(model, EXAMPLES, { batchSize });
    near(rows.map(([, p]) => p), expected);
    near(rows.map(([q]) => q), expected.map((p) => 1 - p));
  }
});

Deno.test("predictProbabilities() drops nothing, and reads grey levels as they are", async () => {
  const model = await sigmoidModel();
  const film = { values: new Uint8Array([3]), shape: [1], labels: [0] };
  near(predictProbabilities(model, film)[0], [1 / (1 + Math.exp(3)), 1 / (1 + Math.exp(-3))]);
});

Deno.test("predictProbabilities() gives softmax's rows as they are", async () => {
  await startEngine();
  const dense = tf.layers.dense({ units: 3, activation: "softmax", inputShape: [1] });
  const model = tf.sequential({ layers: [dense] });
  dense.setWeights([tf.tensor2d([[0, Math.log(2), Math.log(5)]]), tf.zeros([3])]);
  const [even, [a, b, c]] = predictProbabilities(model, EXAMPLES);
  near(even, [1 / 3, 1 / 3, 1 / 3]);
  near([a, b, c], [1 / 8, 2 / 8, 5 / 8]);
});

Deno.test("predictProbabilities() tells how far it is, and predicts nothing of nothing", async () => {
  const model = await sigmoidModel();
  const steps: [number, number][] = [];
  const onProgress = (done: number, total: number) => void steps.push([done, total]);
  predictProbabilities(model, EXAMPLES, { batchSize: 2, onProgress });
  assert.deepEqual(steps, [[2, 5], [4, 5], [5, 5]]);
  const none = { values: new Float32Array(), shape: [1], labels: [] };
  assert.deepEqual(predictProbabilities(model, none), []);
});

Deno.test("predictProbabilities() stops between batches, and leaves no tensor", async () => {
  const model = await sigmoidModel();
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  const steps: number[] = [];
  const onProgress = (done: number) => {
    steps.push(done);
    stop.abort();
  };
  const options = { batchSize: 2, onProgress, signal: stop.signal };
  assert.throws(() => predictProbabilities(model, EXAMPLES, options), { name: "AbortError" });
  assert.deepEqual(steps, [2]);
  predictProbabilities(model, EXAMPLES);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("probabilityRows() turns one column into two", async () => {
  await startEngine();
  assert.deepEqual(probabilityRows(tf.tensor2d([[0.25], [1]])), [[0.75, 0.25], [0, 1]]);
  assert.deepEqual(probabilityRows(tf.tensor2d([[0.25, 0.75]])), [[0.25, 0.75]]);
});
