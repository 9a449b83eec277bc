import * as tf from "@tensorflow/tfjs";
import { startEngine } from "lib/engine/start.ts";
import { sequence } from "lib/models/sequence.ts";
import { weightsFingerprint } from "lib/models/weights_fingerprint.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { fit } from "lib/training/fit.ts";

// Run by determinism_test.ts in processes of its own: trains with every source of chance on, seeded
// by the argument, and prints a fingerprint of the weights.

if (import.meta.main) {
  const seed = Number(Deno.args[0]);
  await startEngine({ seed });
  const { activation, conv2d, dense, dropout, flatten, maxPooling2d } = tf.layers;
  const model = sequence([
    conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    dropout({ rate: 0.25 }),
    conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units: 32, activation: "relu", kernelInitializer: "heNormal" }),
    dropout({ rate: 0.5 }),
    dense({ units: 2 }),
    activation({ activation: "softmax" }),
  ], { imageSize: [48, 48], channels: 1 });
  const random = seededRandom(1);
  const values = Uint8Array.from({ length: 40 * 48 * 48 }, () => 256 * random());
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  await fit(model, { values, shape: [48, 48, 1], labels }, {
    epochs: 5,
    batchSize: 16,
    learningRate: 1e-3,
    seed,
    augmentation: { rotationRange: 10, zoomRange: 0.2, horizontalFlip: true, noise: 4 },
  });
  console.log(weightsFingerprint(model));
}
