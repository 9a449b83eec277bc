import type * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";

/**
 * Identifies a model's weights.
 *
 * @param model Model to read; layer names don't count, order, shapes and values do.
 * @returns SHA-256 in hexadecimal.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { weightsFingerprint } from "lib/models/weights_fingerprint.ts";
 * const layers = [tf.layers.dense({ units: 1, inputShape: [2] })];
 * weightsFingerprint(tf.sequential({ layers })).length; // 64
 * ```
 */
export function weightsFingerprint(model: tf.LayersModel): string {
  const hash = createHash("sha256");
  for (const weight of model.getWeights()) {
    hash.update(`${weight.dtype} ${weight.shape.join("x")} `);
    const { buffer, byteOffset, byteLength } = weight.dataSync();
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
