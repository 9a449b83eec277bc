import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { randomState } from "lib/engine/random_state.ts";
import { startEngine } from "lib/engine/start.ts";
import { sequence } from "lib/models/sequence.ts";
import { seededRandom } from "lib/random/seeded.ts";
import {
  findLearningRate,
  type FindLearningRateOptions,
  steepestDescent,
} from "lib/training/find_learning_rate.ts";
import { fit } from "lib/training/fit.ts";

const SIZE = 16;
const OPTIONS: FindLearningRateOptions = { batchSize: 8, seed: 3, steps: 60, to: 10 };

/** Films that are bright on the left (class 0) or on the right (class 1). */
function halves(n: number) {
  const random = seededRandom(1);
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  const values = Uint8Array.from({ length: n * SIZE * SIZE }, (_, i) => {
    const isBright = (i % SIZE < SIZE / 2) === (labels[Math.floor(i / SIZE ** 2)] === 0);
    return (isBright ? 120 : 60) + 80 * random();
  });
  return { values, shape: [SIZE, SIZE, 1], labels };
}

async function network(): Promise<tf.LayersModel> {
  await startEngine({ seed: 7 });
  return sequence([
    tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
    tf.layers.batchNormalization(), // its running means are weights that no gradient moves
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.25 }),
    tf.layers.dense({ units: 2 }),
    tf.layers.activation({ activation: "softmax" }),
  ], { imageSize: [SIZE, SIZE], channels: 1 });
}

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

Deno.test("findLearningRate() climbs evenly and suggests a rate at which the model learns", async () => {
  const model = await network();
  const train = halves(40);
  const steps: number[] = [];
  const range = await findLearningRate(model, train, {
    ...OPTIONS,
    onProgress: (done) => void steps.push(done),
  });
  assert.deepEqual(steps, range.rows.map((_, i) => i + 1));
  const rates = range.rows.map(({ learningRate }) => learningRate);
  assert.equal(rates[0], 1e-6);
  const factor = 1e7 ** (1 / 59); // 60 steps from 1e-6 to 10
  rates.slice(1).forEach((rate, i) => assert(Math.abs(rate / rates[i] / factor - 1) < 1e-9));
  // The running average, its start's bias taken out: (.1·.9·a + .1·b) / (1 - .9²).
  const [{ loss: a, smoothed }, second] = range.rows;
  assert(Math.abs(smoothed - a) < 1e-12);
  assert(Math.abs(second.smoothed - (0.09 * a + 0.1 * second.loss) / 0.19) < 1e-12);

  assert(range.suggested > 1e-4 && range.suggested < 1, `${range.suggested}`);
  const options = { epochs: 3, batchSize: 8, learningRate: range.suggested, seed: 1 };
  const { history } = await fit(model, train, options);
  assert(history[2].loss < history[0].loss);
  model.dispose();
});

Deno.test("findLearningRate() leaves weights and random numbers as they were, to the bit", async () => {
  const train = halves(24);
  const options = { epochs: 2, batchSize: 8, learningRate: 0.01, seed: 1 };
  const untouched = await network();
  await fit(untouched, train, options);

  const model = await network();
  const [before, random] = [weightsOf(model), randomState()];
  await findLearningRate(model, train, OPTIONS);
  assert.deepEqual(weightsOf(model), before);
  assert.deepEqual(randomState(), random);
  await fit(model, train, options);
  assert.deepEqual(weightsOf(model), weightsOf(untouched));
});

Deno.test("findLearningRate() finds the same numbers for the same seed", async () => {
  const augmentation = { rotationRange: 10 };
  const model = await network();
  const first = await findLearningRate(model, halves(24), { ...OPTIONS, augmentation });
  assert.deepEqual(await findLearningRate(model, halves(24), { ...OPTIONS, augmentation }), first);
  const other = await findLearningRate(model, halves(24), { ...OPTIONS, augmentation, seed: 4 });
  assert.notDeepEqual(other.rows, first.rows);
});

Deno.test("findLearningRate() ends where the loss runs away, and where it is stopped", async () => {
  const model = await network();
  const before = weightsOf(model);
  const range = await findLearningRate(model, halves(16), { ...OPTIONS, to: 1e30 });
  assert.equal(range.diverged, true);
  assert(range.rows.length < 60);
  assert(range.rows.every(({ loss, smoothed }) => Number.isFinite(loss + smoothed)));
  assert.deepEqual(weightsOf(model), before);

  const stop = new AbortController();
  const stopped = findLearningRate(model, halves(16), {
    ...OPTIONS,
    signal: stop.signal,
    onProgress: (done) => done === 5 && stop.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.deepEqual(weightsOf(model), before);
});

Deno.test("findLearningRate() leaves no tensor behind", async () => {
  const model = await network();
  const before = tf.memory().numTensors;
  await findLearningRate(model, halves(16), { ...OPTIONS, steps: 5 });
  await assert.rejects(
    findLearningRate(model, halves(16), { ...OPTIONS, signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("findLearningRate() throws for ranges that cannot be", async () => {
  const model = await network();
  const tell = (changes: Partial<FindLearningRateOptions>) =>
    findLearningRate(model, halves(8), { ...OPTIONS, ...changes });
  await assert.rejects(tell({ from: 0 }), {
    name: "RangeError",
    message: "Cannot try learning rates from 0 to 10: expected 0 < from < to",
  });
  await assert.rejects(tell({ from: 1, to: 0.1 }), RangeError);
  await assert.rejects(tell({ steps: 2 }), {
    name: "RangeError",
    message: "Cannot try learning rates in 2 steps: expected an integer from 3",
  });
  await assert.rejects(findLearningRate(model, { ...halves(8), labels: [] }, OPTIONS), {
    name: "RangeError",
    message: "Cannot find a learning rate: there are no films",
  });
});

Deno.test("steepestDescent() takes the steepest step before the least loss", () => {
  const rows = (losses: number[], noise = 0) =>
    losses.map((smoothed, i) => ({
      learningRate: 10 ** (i - 6),
      loss: smoothed + (i % 2 ? noise : -noise),
      smoothed,
    }));
  // Central differences: at 1e-4 from 1 to .5, at 1e-3 from .9 to .3, the steepest; then up again.
  assert.equal(steepestDescent(rows([1, 1, 0.9, 0.5, 0.3, 9])), 1e-3);
  assert.equal(steepestDescent(rows([1, 1.1, 1.2, 1.3])), NaN);
  assert.equal(steepestDescent([]), NaN);
  // The average's own noise is sqrt(.1 / 1.9) = .23 of the losses': five times that must be less
  // than the fall of .7.
  assert.equal(steepestDescent(rows([1, 1, 0.9, 0.5, 0.3, 9], 0.6)), 1e-3);
  assert.equal(steepestDescent(rows([1, 1, 0.9, 0.5, 0.3, 9], 0.62)), NaN);
});
