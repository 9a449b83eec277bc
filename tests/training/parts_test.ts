import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { adam } from "lib/training/adam.ts";
import { crossEntropy } from "lib/training/cross_entropy.ts";
import { takeExamples, toBatches } from "lib/training/examples.ts";
import { type HistoryRow, readHistory, writeHistory } from "lib/training/history.ts";
import { cosineDecay, stepDecay } from "lib/training/learning_rate.ts";
import { judgeHistory } from "lib/training/monitor.ts";

const ROW: HistoryRow = {
  epoch: 1,
  loss: 0.5,
  accuracy: 0.75,
  auc: NaN,
  valLoss: NaN,
  valAccuracy: NaN,
  valAuc: NaN,
  learningRate: 0.001,
  seconds: 1.5,
};
const losses = (...values: number[]): HistoryRow[] =>
  values.map((valLoss, i) => ({ ...ROW, epoch: i + 1, valLoss }));

Deno.test("adam() steps by the paper's formula", async () => {
  await startEngine();
  // By hand: every first step is one learning rate long.
  const w = tf.variable(tf.tensor1d([1, -2]));
  const optimizer = adam([w]);
  optimizer.step([tf.tensor1d([0.5, -3])], 0.1);
  assert(Math.abs(w.dataSync()[0] - 0.9) < 1e-6 && Math.abs(w.dataSync()[1] + 1.9) < 1e-6);
  // Second step by the paper's formula: m̂ = (.9·.05 + .1·.25)/.19, v̂ = (.999·.25e-3 + .001·.0625)/.001999
  optimizer.step([tf.tensor1d([0.25, 1])], 0.1);
  const m = (0.9 * 0.05 + 0.1 * 0.25) / 0.19;
  const v = (0.999 * 0.00025 + 0.001 * 0.0625) / 0.001999;
  assert(Math.abs(w.dataSync()[0] - (0.9 - 0.1 * m / Math.sqrt(v))) < 1e-5);
  optimizer.dispose();
});

Deno.test("adam() goes on from its state to the same bits", async () => {
  await startEngine();
  const gradient = tf.tensor1d([0.3, -0.7]);
  const through = tf.variable(tf.tensor1d([1, 1]));
  const first = adam([through]);
  for (let i = 0; i < 5; i++) first.step([gradient], 0.01);

  const stopped = tf.variable(tf.tensor1d([1, 1]));
  const second = adam([stopped]);
  for (let i = 0; i < 3; i++) second.step([gradient], 0.01);
  const state = second.state();
  const third = adam([stopped]);
  third.restore(state);
  for (let i = 0; i < 2; i++) third.step([gradient], 0.01);
  assert.deepEqual(stopped.dataSync(), through.dataSync());
});

Deno.test("adam() changes no copy of the weights, and leaves no tensor behind", async () => {
  await startEngine();
  const before = tf.memory().numTensors;
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const copy = weight.clone();
  const optimizer = adam([weight]);
  const gradient = tf.tensor1d([1, 1]);
  for (let i = 0; i < 3; i++) optimizer.step([gradient], 0.1);
  assert.deepEqual([...copy.dataSync()], [1, 2]);
  assert(weight.dataSync()[0] < 0.71);
  weight.assign(tf.tensor1d([5, 5]));
  optimizer.step([gradient], 0.1);
  assert(Math.abs(weight.dataSync()[0] - 4.9) < 1e-3);
  optimizer.dispose();
  tf.dispose([weight, copy, gradient]);
  assert.equal(tf.memory().numTensors, before + 2); // The two constants above.
});

Deno.test("crossEntropy() is -log of the true class's probability", async () => {
  await startEngine();
  const softmax = crossEntropy([0, 2], tf.tensor2d([[1, 2, 3], [1, 2, 3]])).dataSync();
  const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
  assert(Math.abs(softmax[0] + Math.log(Math.exp(1) / sum)) < 1e-6);
  assert(Math.abs(softmax[1] + Math.log(Math.exp(3) / sum)) < 1e-6);
  const sigmoid = crossEntropy([1, 0], tf.tensor2d([[2], [2]])).dataSync();
  assert(Math.abs(sigmoid[0] - Math.log(1 + Math.exp(-2))) < 1e-6);
  assert(Math.abs(sigmoid[1] - Math.log(1 + Math.exp(2))) < 1e-6);
});

Deno.test("crossEntropy() stays finite for logits of a thousand", async () => {
  await startEngine();
  assert.deepEqual([...crossEntropy([0, 1], tf.tensor2d([[1000], [1000]])).dataSync()], [1000, 0]);
  assert.deepEqual([...crossEntropy([1], tf.tensor2d([[1000, 0]])).dataSync()], [1000]);
});

Deno.test("crossEntropy()'s gradient is probability minus truth", async () => {
  await startEngine();
  const logits = tf.tensor2d([[1, 2, 3]]);
  const gradient = tf.grad((x: tf.Tensor) => crossEntropy([1], x).sum())(logits).dataSync();
  const expected = tf.softmax(logits).sub(tf.tensor2d([[0, 1, 0]])).dataSync();
  gradient.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-6));
  const sigmoid = tf.grad((x: tf.Tensor) => crossEntropy([1], x).sum())(tf.tensor2d([[0.5]]));
  assert(Math.abs(sigmoid.dataSync()[0] - (1 / (1 + Math.exp(-0.5)) - 1)) < 1e-6);
});

Deno.test("toBatches() leaves a short last batch; takeExamples() copies", () => {
  assert.deepEqual(toBatches([1, 2, 3], 2), [[1, 2], [3]]);
  const examples = { values: new Uint8Array([1, 2, 3, 4]), shape: [2], labels: [0, 1] };
  const taken = takeExamples(examples, [1]);
  assert.deepEqual(taken, { values: new Uint8Array([3, 4]), shape: [2], labels: [1] });
});

Deno.test("writeHistory() and readHistory() agree, NaN included", async () => {
  const file = `${await Deno.makeTempDir()}/history.csv`;
  await writeHistory(file, [ROW]);
  assert.deepEqual(await readHistory(file), [ROW]);
  assert.match(await Deno.readTextFile(file), /^epoch,loss,accuracy,auc,val_loss,/);
});

Deno.test("cosineDecay() and stepDecay() fall as said", () => {
  const cosine = cosineDecay(1, { to: 0.1 });
  assert.equal(cosine(1, 11), 1);
  assert(Math.abs(cosine(6, 11) - 0.55) < 1e-12);
  assert(Math.abs(cosine(11, 11) - 0.1) < 1e-12);
  assert.equal(cosineDecay(1, { warmUp: 3 })(1, 10), 0.25);
  const step = stepDecay(1, { factor: 0.1, every: 2 });
  assert.deepEqual([1, 2, 3, 4].map((epoch) => step(epoch, 4)), [1, 1, 0.1, 0.1]);
});

Deno.test("judgeHistory() finds the best epoch, stops and lowers the rate", () => {
  const options = { monitor: "valLoss", patience: 2 } as const;
  assert.deepEqual(judgeHistory(losses(3, 1, 2), options), {
    bestEpoch: 2,
    stop: false,
    rateFactor: 1,
  });
  assert.equal(judgeHistory(losses(3, 1, 2, 2), options).stop, true);
  const plateau = { ...options, reduceOnPlateau: { factor: 0.5, patience: 1 } };
  assert.equal(judgeHistory(losses(1, 2, 2), plateau).rateFactor, 0.25);
  assert.equal(judgeHistory(losses(1, 2)).bestEpoch, 2);
});
