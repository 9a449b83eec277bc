import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { holdBatchNorm } from "lib/models/batch_norm.ts";

function network(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2], name: "dense" }),
      tf.layers.batchNormalization({ name: "norm" }),
      tf.layers.dense({ units: 1, name: "out" }),
    ],
  });
}

async function trainOnce(model: tf.LayersModel): Promise<number[]> {
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const [xs, ys] = [tf.tensor2d([[5, 1], [7, 3], [9, 2]]), tf.tensor2d([[0], [1], [0]])];
  await model.trainOnBatch(xs, ys);
  tf.dispose([xs, ys]);
  return model.getLayer("norm").getWeights().flatMap((weight) => [...weight.dataSync()]);
}

Deno.test("holdBatchNorm() keeps statistics, scale and offset through training", async () => {
  await startEngine({ seed: 1 });
  const fresh = [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1]; // gamma, beta, mean, variance of 3 units
  assert.notDeepEqual(await trainOnce(network()), fresh); // what stock layers do
  const model = network();
  assert.equal(holdBatchNorm(model), 1);
  const kernel = [...model.getLayer("dense").getWeights()[0].dataSync()];
  assert.deepEqual(await trainOnce(model), fresh);
  assert.notDeepEqual([...model.getLayer("dense").getWeights()[0].dataSync()], kernel);
});

Deno.test("holdBatchNorm() makes training see what prediction sees", async () => {
  await startEngine({ seed: 1 });
  const model = network();
  tf.tidy(() => {
    const xs = tf.tensor2d([[5, 1], [7, 3]]);
    const outputs = (training: boolean) => (model.apply(xs, { training }) as tf.Tensor).dataSync();
    assert.notDeepEqual(outputs(true), outputs(false)); // and the statistics have moved
    holdBatchNorm(model);
    assert.equal(holdBatchNorm(model), 1); // twice does no harm
    const predicted = outputs(false);
    assert.deepEqual(outputs(true), predicted);
    assert.deepEqual(outputs(false), predicted);
  });
  model.dispose();
});
