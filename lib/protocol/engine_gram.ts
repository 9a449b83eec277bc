import * as tf from "@tensorflow/tfjs";
import type { GramMatrix } from "../evaluation/gram_matrix.ts";
import { fitStandardiser } from "../evaluation/standardise.ts";
import { standardisedTensor } from "./standardised_tensor.ts";

/**
 * What `gramMatrix` gives, multiplied by the engine: several times as fast, to six digits.
 *
 * @param xs `[n][numFeatures]`, features of all films.
 * @param train Indices of the training films, by which mean and deviation are measured.
 * @returns The products, each divided by the number of features.
 * @throws {RangeError} Where there is no training film.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { engineGram } from "lib/protocol/engine_gram.ts";
 * await startEngine();
 * engineGram([[1], [3], [7]], [0, 1]).rows; // [[1, -1], [-1, 1], [-5, 5]]
 * ```
 */
export function engineGram(
  xs: readonly ArrayLike<number>[],
  train: readonly number[],
): GramMatrix {
  const standardiser = fitStandardiser(train.map((i) => xs[i]));
  const numFeatures = standardiser.mean.length;
  const products = tf.tidy(() => {
    const all = standardisedTensor(xs, standardiser);
    const own = tf.gather(all, [...train]); // [numTrain, numFeatures]
    return tf.matMul(all, own, false, true).div(numFeatures).dataSync(); // [n, numTrain]
  });
  const rows = xs.map((_, i) =>
    Float64Array.from(products.subarray(i * train.length, (i + 1) * train.length))
  );
  return { rows, numFeatures };
}
