import * as tf from "@tensorflow/tfjs";
import { standardise, type Standardiser } from "../evaluation/standardise.ts";

/**
 * Puts standardised features into one tensor.
 *
 * @param rows `[n][numFeatures]`, in the units that were measured.
 * @param standardiser What `fitStandardiser` measured.
 * @returns float32 tensor `[n, numFeatures]`, to be disposed by the caller.
 * @throws {RangeError} Where the number of features differs.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { standardisedTensor } from "lib/protocol/standardised_tensor.ts";
 * await startEngine();
 * const tensor = standardisedTensor([[5], [7]], { mean: [1], scale: [2] });
 * tensor.dataSync(); // [2, 3]
 * tensor.dispose();
 * ```
 */
export function standardisedTensor(
  rows: readonly ArrayLike<number>[],
  standardiser: Standardiser,
): tf.Tensor2D {
  const numFeatures = standardiser.mean.length;
  const values = new Float32Array(rows.length * numFeatures);
  standardise(rows, standardiser).forEach((row, i) => values.set(row, i * numFeatures));
  return tf.tensor2d(values, [rows.length, numFeatures]);
}
