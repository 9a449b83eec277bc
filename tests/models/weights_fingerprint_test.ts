import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { startEngine } from "lib/engine/start.ts";
import { weightsFingerprint } from "lib/models/weights_fingerprint.ts";

function dense(values: number[], name?: string): tf.LayersModel {
  const layer = tf.layers.dense({ units: 2, inputShape: [1], useBias: false, name });
  const model = tf.sequential({ layers: [layer] });
  tf.tidy(() => model.setWeights([tf.tensor2d(values, [1, 2])]));
  return model;
}

Deno.test("weightsFingerprint() is the SHA-256 of shapes and values, whatever the names", async () => {
  await startEngine();
  const numTensors = tf.memory().numTensors;
  const models = [dense([1, 2], "a"), dense([1, 2], "b"), dense([1, 2.0000002])];
  const [first, renamed, other] = models.map(weightsFingerprint);
  const byHand = createHash("sha256").update("float32 1x2 ")
    .update(new Uint8Array(Float32Array.of(1, 2).buffer)).digest("hex");
  assert.equal(first, byHand);
  assert.equal(renamed, first);
  assert.notEqual(other, first);
  for (const model of models) model.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});
