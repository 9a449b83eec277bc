import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { hasOneDnn } from "lib/engine/one_dnn.ts";
import { startEngine } from "lib/engine/start.ts";
import { sequence } from "lib/models/sequence.ts";
import {
  profileForward,
  profileStockTraining,
  profileTraining,
  stepShares,
  type TrainingProfile,
} from "lib/training/profile_training.ts";

const FILMS = {
  values: Uint8Array.from({ length: 3 * 16 * 16 }, (_, i) => i % 251),
  shape: [16, 16, 1],
  labels: [0, 1, 0],
};

function network(units: 1 | 2): tf.LayersModel {
  const { activation, conv2d, dense, flatten, maxPooling2d } = tf.layers;
  return sequence([
    conv2d({ filters: 2, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units }),
    activation({ activation: units === 1 ? "sigmoid" : "softmax" }),
  ], { imageSize: [16, 16], channels: 1 });
}

const calls = (profile: TrainingProfile, op: string) =>
  stepShares(profile).find((row) => row.op === op)?.count ?? 0;

// The first on purpose: once the engine's own kernels are in, they stay.
Deno.test("profileStockTraining() sees the ops of stock TensorFlow.js, step by step", async () => {
  await startEngine({ stock: true });
  for (const units of [1, 2] as const) {
    const model = network(units);
    const profile = await profileStockTraining(model, FILMS, { batchSize: 4, steps: 3 });
    assert.equal(calls(profile, "Conv2D"), 1);
    assert.equal(calls(profile, "MaxPoolGrad"), 1);
    assert.equal(calls(profile, "ReluGrad"), 0);
    model.dispose();
  }
});

Deno.test("profileTraining() sees the ops of fit(), step by step", async () => {
  await startEngine({ seed: 1 });
  const convolution = hasOneDnn() ? "_MklNativeConv2DWithBias" : "Conv2D";
  for (const warmUp of [0, 2]) {
    const model = network(2);
    const progress: [number, number][] = [];
    const profile = await profileTraining(model, FILMS, {
      batchSize: 4,
      steps: 3,
      warmUp,
      augmentation: { rotationRange: 10 },
      onProgress: (...step) => void progress.push(step),
    });
    assert.equal(progress.length, warmUp + 3);
    assert.deepEqual(progress.at(-1), [warmUp + 3, warmUp + 3]);
    assert.equal(calls(profile, convolution), 1);
    assert.equal(calls(profile, "ReluGrad"), 1);
    assert.equal(calls(profile, "ResourceApplyAdam"), 4); // Two weights and two biases.
    assert.equal(calls(profile, "CxrTransformImages"), 1);
    assert(Math.abs(profile.imagesPerSecond - 4000 / profile.msPerStep) < 1e-9);
    model.dispose();
  }
});

Deno.test("profileTraining() leaves no tensor behind, and no profile where it fails", async () => {
  await startEngine({ seed: 1 });
  const model = network(2);
  const options = { batchSize: 2, steps: 1, warmUp: 0 };
  const before = tf.memory().numTensors;
  await profileTraining(model, FILMS, options);
  await assert.rejects(
    profileTraining(model, FILMS, { ...options, signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
  await assert.rejects(profileTraining(model, { ...FILMS, labels: [] }, options), {
    name: "RangeError",
    message: "Cannot take a profile: there are no films",
  });
  await assert.rejects(profileTraining(model, FILMS, { ...options, steps: 0.5 }), RangeError);
  await profileTraining(model, FILMS, options);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("profileForward() sees one pass a step and nothing of a training", async () => {
  await startEngine({ seed: 1 });
  const convolution = hasOneDnn() ? "_MklNativeConv2DWithBias" : "Conv2D";
  const model = network(2);
  const before = tf.memory().numTensors;
  const steps: number[] = [];
  const profile = profileForward(model, FILMS, {
    batchSize: 2,
    steps: 3,
    onProgress: (done) => void steps.push(done),
  });
  assert.deepEqual(steps, [1, 2, 3, 4, 5]);
  assert.equal(calls(profile, convolution), 1);
  assert.equal(calls(profile, "Conv2DBackpropFilter"), 0);
  assert.throws(
    () => profileForward(model, FILMS, { batchSize: 2, signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("stepShares() divides by the steps, and sums shapes unless asked not to", () => {
  const relu = { op: "Relu", count: 4, ms: 6, bytes: 2e6 };
  const profile = {
    rows: [{ ...relu, shape: "2" }, { ...relu, shape: "3" }],
    steps: 2,
    batchSize: 1,
    msPerStep: 6,
    imagesPerSecond: 1 / 0.006,
  };
  assert.deepEqual(stepShares(profile), [
    { op: "Relu", shape: "", count: 4, ms: 6, share: 1, megabytes: 2 },
  ]);
  assert.deepEqual(stepShares(profile, { shapes: true })[1], {
    op: "Relu",
    shape: "3",
    count: 2,
    ms: 3,
    share: 0.5,
    megabytes: 1,
  });
});
