import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { sequence } from "lib/models/sequence.ts";
import { fit } from "lib/training/fit.ts";

Deno.test("thirty epochs keep the number of tensors, and the memory flat", async () => {
  await startEngine({ seed: 1 });
  const { activation, conv2d, dense, dropout, flatten, maxPooling2d } = tf.layers;
  const model = sequence([
    conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    dropout({ rate: 0.2 }),
    flatten(),
    dense({ units: 2 }),
    activation({ activation: "softmax" }),
  ], { imageSize: [64, 64], channels: 1 });
  const values = Uint8Array.from({ length: 64 * 64 * 64 }, (_, i) => (i * 31) % 251);
  const films = { values, shape: [64, 64, 1], labels: Array.from({ length: 64 }, (_, i) => i % 2) };
  const tensors: number[] = [];
  const megabytes: number[] = [];
  await fit(model, films, {
    epochs: 30,
    batchSize: 16,
    learningRate: 1e-3,
    seed: 1,
    augmentation: { rotationRange: 10, zoomRange: 0.2 },
    validation: films,
    onEpoch: () => {
      tensors.push(tf.memory().numTensors);
      megabytes.push(Deno.memoryUsage().rss / 1e6);
    },
  });
  assert.equal(new Set(tensors).size, 1, `tensors: ${tensors}`);
  const growth = megabytes[29] - megabytes[9];
  assert(growth < 40, `grew by ${growth.toFixed(0)} MB: ${megabytes.map(Math.round)}`);
  model.dispose();
});
