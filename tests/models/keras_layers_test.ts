import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { conv2d, dense } from "lib/models/keras_layers.ts";

Deno.test("conv2d() and dense() begin with Glorot's uniform weights, as in Keras", async () => {
  await startEngine({ seed: 1 });
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [8, 8, 8] }));
  model.add(conv2d({ filters: 16, kernelSize: 3 }));
  model.add(tf.layers.flatten());
  model.add(dense({ units: 24 }));
  // Limits sqrt(6 / (fanIn + fanOut)): fans 72 and 144, then 576 and 24.
  for (const [index, limit] of [[0, 1 / 6], [2, 0.1]]) {
    const greatest = model.getWeights()[index].abs().max().dataSync()[0];
    assert(greatest <= limit && greatest > 0.97 * limit, `${greatest} of ${limit}`);
  }
  model.dispose();
});

Deno.test("conv2d() and dense() honour another initialiser", async () => {
  await startEngine({ seed: 1 });
  const layer = dense({ units: 2, kernelInitializer: "zeros", inputShape: [3] });
  const model = tf.sequential({ layers: [layer] });
  assert.deepEqual([...model.getWeights()[0].dataSync()], [0, 0, 0, 0, 0, 0]);
  model.dispose();
});
