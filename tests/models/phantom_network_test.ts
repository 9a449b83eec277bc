import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { buildPhantomNetwork, PHANTOM_FEATURES } from "lib/models/phantom_network.ts";

Deno.test("buildPhantomNetwork() has 246,851 parameters for three classes", async () => {
  await startEngine();
  const numTensors = tf.memory().numTensors;
  const model = buildPhantomNetwork({ imageSize: [128, 128], numClasses: 3 });
  // Convolution side²·in·out + out, normalisation 4·out; then 128·3 + 3.
  const block = (side: number, from: number, to: number) => side * side * from * to + to + 4 * to;
  const byHand = block(5, 1, 16) + block(3, 16, 32) + block(3, 32, 64) + block(3, 64, 128) +
    block(3, 128, 128) + 128 * 3 + 3;
  assert.equal(byHand, 246_851);
  assert.equal(model.countParams(), byHand);
  model.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("buildPhantomNetwork() halves the film five times", async () => {
  await startEngine();
  const model = buildPhantomNetwork({ imageSize: [96, 150], numClasses: 2 });
  assert.deepEqual(model.inputs[0].shape, [null, 96, 150, 1]);
  assert.deepEqual(model.getLayer(PHANTOM_FEATURES).outputShape, [null, 3, 5, 128]);
  assert.deepEqual(model.outputs[0].shape, [null, 2]);
  model.dispose();
});
