import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { filmInput } from "lib/models/film_input.ts";
import { seededRandom } from "lib/random/seeded.ts";
import type { Examples } from "lib/training/examples.ts";
import { fit } from "lib/training/fit.ts";
import type { FitOptions } from "lib/training/fit_options.ts";
import { predictProbabilities } from "lib/training/predict.ts";

const SIZE = 16;
const OPTIONS: FitOptions = { epochs: 4, batchSize: 8, learningRate: 0.01, seed: 3 };

/** Films that are bright on the left (class 0) or on the right (class 1). */
function halves(n: number, seed = 1): Examples {
  const random = seededRandom(seed);
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  const values = new Uint8Array(n * SIZE * SIZE);
  for (let i = 0; i < values.length; i++) {
    const label = labels[Math.floor(i / (SIZE * SIZE))];
    const isBright = (i % SIZE < SIZE / 2) === (label === 0);
    values[i] = (isBright ? 120 : 60) + 80 * random();
  }
  return { values, shape: [SIZE, SIZE, 1], labels };
}

async function network(head: "softmax" | "sigmoid" = "softmax"): Promise<tf.LayersModel> {
  await startEngine({ seed: 7 });
  const { input, x } = filmInput({ imageSize: [SIZE, SIZE], channels: 1 });
  const layers = [
    tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.25 }),
    tf.layers.dense({ units: head === "softmax" ? 2 : 1, name: "logits" }),
    tf.layers.activation({ activation: head, name: "probabilities" }),
  ];
  const output = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, x);
  return tf.model({ inputs: input, outputs: output });
}

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

Deno.test("fit() learns, with softmax and with sigmoid", async () => {
  for (const head of ["softmax", "sigmoid"] as const) {
    const model = await network(head);
    const { history } = await fit(model, halves(32), { ...OPTIONS, validation: halves(16, 2) });
    assert.equal(history.length, 4);
    assert(history[3].loss < history[0].loss);
    assert.equal(history[3].valAccuracy, 1);
    const probabilities = predictProbabilities(model, halves(16, 5));
    assert(probabilities.every(([p, q]) => Math.abs(p + q - 1) < 1e-6));
  }
});

Deno.test("fit() comes to the same weights from the same seed, to others from another", async () => {
  const train = async (seed: number) => {
    const model = await network();
    await fit(model, halves(20), { ...OPTIONS, seed, augmentation: { rotationRange: 10 } });
    return weightsOf(model);
  };
  const first = await train(1);
  assert.deepEqual(await train(1), first);
  assert.notDeepEqual(await train(2), first);
});

Deno.test("fit() goes on from a checkpoint to the same weights, to the bit", async () => {
  const dir = await Deno.makeTempDir();
  const options: FitOptions = {
    ...OPTIONS,
    epochs: 5,
    validation: halves(8, 2),
    monitor: {
      monitor: "valLoss",
      restoreBest: true,
      reduceOnPlateau: { factor: 0.5, patience: 1 },
    },
    augmentation: { zoomRange: 0.2, horizontalFlip: true },
  };
  const through = await network();
  await fit(through, halves(20), options);

  const checkpoint = `${dir}/checkpoint.bin`;
  const stop = new AbortController();
  let batches = 0;
  await assert.rejects(async () =>
    fit(await network(), halves(20), {
      ...options,
      checkpoint,
      signal: stop.signal,
      onProgress: () => ++batches === 8 && stop.abort(),
    }), { name: "AbortError" });

  const resumed = await network();
  const { history } = await fit(resumed, halves(20), { ...options, checkpoint });
  assert.equal(history.length, 5);
  assert.deepEqual(weightsOf(resumed), weightsOf(through));
});

Deno.test("fit() ignores the checkpoint of a training with other settings", async () => {
  const checkpoint = `${await Deno.makeTempDir()}/checkpoint.bin`;
  await fit(await network(), halves(20), { ...OPTIONS, checkpoint });
  const epochs: number[] = [];
  await fit(await network(), halves(20), {
    ...OPTIONS,
    seed: 99,
    checkpoint,
    onEpoch: (history) => void epochs.push(history.length),
  });
  assert.deepEqual(epochs, [1, 2, 3, 4]);
});

Deno.test("fit() names a damaged checkpoint and the remedy", async () => {
  const checkpoint = `${await Deno.makeTempDir()}/checkpoint.bin`;
  await Deno.writeTextFile(checkpoint, "not a checkpoint");
  await assert.rejects(async () => fit(await network(), halves(8), { ...OPTIONS, checkpoint }), {
    name: "SyntaxError",
    message: /^Cannot read checkpoint ".*checkpoint\.bin": .*; delete it to start anew$/,
  });
});

Deno.test("fit() stops early and restores the best weights", async () => {
  const model = await network();
  const noise: Examples = { ...halves(16, 3), labels: halves(16, 3).labels.map((y) => 1 - y) };
  const { history, epoch } = await fit(model, halves(32), {
    ...OPTIONS,
    epochs: 20,
    validation: noise, // Labels turned round: the better it learns, the worse this gets.
    monitor: { monitor: "valLoss", restoreBest: true, patience: 2 },
  });
  assert.equal(history.length, epoch + 2);
  const losses = history.map((row) => row.valLoss);
  assert.equal(losses.indexOf(Math.min(...losses)) + 1, epoch);
});

Deno.test("fit() lowers the rate on a plateau, but not below the least", async () => {
  const rates = async (learningRate: number) => {
    const { history } = await fit(await network(), halves(8), {
      ...OPTIONS,
      epochs: 5,
      learningRate,
      validation: { ...halves(8, 2), labels: Array(8).fill(0) },
      monitor: {
        monitor: "valAuc", // Of one class there is none: never a better epoch.
        reduceOnPlateau: { factor: 0.5, patience: 1, minLearningRate: 0.0025 },
      },
    });
    return history.map((row) => row.learningRate);
  };
  assert.deepEqual(await rates(0.016), [0.016, 0.008, 0.004, 0.0025, 0.0025]);
  assert.deepEqual(await rates(0.001), [0.001, 0.001, 0.001, 0.001, 0.001]);
});

Deno.test("fit() keeps the number of tensors from epoch to epoch", async () => {
  const model = await network();
  const counts: number[] = [];
  await fit(model, halves(20), {
    ...OPTIONS,
    epochs: 6,
    augmentation: { rotationRange: 10 },
    validation: halves(8, 2),
    onEpoch: () => void counts.push(tf.memory().numTensors),
  });
  assert.equal(new Set(counts).size, 1, `${counts}`);
});

Deno.test("fit() leaves nothing but the model behind, which can be disposed", async () => {
  const empty = tf.memory().numTensors;
  const model = await network();
  const before = tf.memory().numTensors;
  await fit(model, halves(20), OPTIONS);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
  assert.equal(tf.memory().numTensors, empty);
});

Deno.test("fit() weighs classes", async () => {
  const train = { ...halves(40), labels: halves(40).labels.map((y, i) => (i < 36 ? 0 : y)) };
  const share = async (classWeights?: number[]) => {
    const model = await network();
    await fit(model, train, { ...OPTIONS, classWeights });
    const rows = predictProbabilities(model, train);
    return rows.reduce((sum, row) => sum + row[1], 0) / rows.length;
  };
  assert(await share([0.5, 10]) > await share());
});

Deno.test("fit() throws for settings that cannot be", async () => {
  const model = await network();
  const none = { values: new Uint8Array(), shape: [SIZE, SIZE, 1], labels: [] };
  await assert.rejects(fit(model, none, OPTIONS), {
    name: "RangeError",
    message: "Cannot train: there are no training films",
  });
  await assert.rejects(fit(model, halves(4), { ...OPTIONS, epochs: 0 }), RangeError);
  await assert.rejects(fit(model, halves(4), { ...OPTIONS, batchSize: 0.5 }), RangeError);
  await assert.rejects(
    fit(model, halves(4), { ...OPTIONS, monitor: { monitor: "valLoss" } }),
    RangeError,
  );
});
