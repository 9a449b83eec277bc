import * as tf from "@tensorflow/tfjs";
import { minimise, type Minimum } from "../evaluation/lbfgs.ts";

/** A linear softmax classifier. */
export interface SoftmaxWeights {
  /** `[numFeatures × numClasses]`, row by row. */
  kernel: Float32Array;
  /** `[numClasses]`. */
  bias: Float32Array;
}

/** Options of {@linkcode fitSoftmax}. */
export interface FitSoftmaxOptions {
  /** `[n]`, class indices. */
  labels: readonly number[];
  /** `[n]`, how much each film counts, not negative; only their ratios matter. */
  weights: ArrayLike<number>;
  numClasses: number;
  /** Inverse strength of the penalty per film, as scikit-learn's `C` times the number of films. */
  c: number;
  /** Limit on the steps. @default 200 */
  maxIterations?: number;
  /** The search ends where no slope is larger. @default 1e-5 */
  tolerance?: number;
}

/**
 * Fits multinomial logistic regression with weights and an L2 penalty by L-BFGS, the products done
 * by TensorFlow: convex, so nothing is random. It minimises the weighted mean cross-entropy plus
 * `‖kernel‖² / (2 c)`; the bias goes free.
 *
 * @param features `[n, numFeatures]`, standardised; it stays the caller's.
 * @param options See {@linkcode FitSoftmaxOptions}.
 * @returns The weights.
 * @throws {RangeError} Where `c` is not above 0 or no film counts.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { fitSoftmax } from "lib/training/fit_softmax.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine({ seed: 1 });
 * const xs = tf.tensor2d([[-1], [1]]);
 * const { kernel } = fitSoftmax(xs, { labels: [0, 1], weights: [1, 1], numClasses: 2, c: 10 });
 * kernel[1] > kernel[0]; // true: the second class lies to the right
 * xs.dispose();
 * ```
 */
export function fitSoftmax(
  features: tf.Tensor2D,
  { labels, weights, numClasses, c, maxIterations = 200, tolerance = 1e-5 }: FitSoftmaxOptions,
): SoftmaxWeights {
  if (!(c > 0)) throw new RangeError(`Cannot fit with c ${c}: expected a number above 0`);
  const total = Array.from(weights).reduce((a, b) => a + b, 0);
  if (!(total > 0)) throw new RangeError("Cannot fit: no film counts");
  const [, numFeatures] = features.shape;
  const size = numFeatures * numClasses;
  const targets = tf.tidy(() => tf.oneHot(tf.tensor1d([...labels], "int32"), numClasses).toFloat());
  const shares = tf.tensor2d(Float32Array.from(weights, (w) => w / total), [labels.length, 1]);
  let found: Minimum;
  try {
    found = minimise((point, gradient) => {
      const [loss, slopes] = tf.tidy(() => {
        const kernel = tf.tensor2d(Float32Array.from(point.subarray(0, size)), [
          numFeatures,
          numClasses,
        ]);
        const bias = tf.tensor1d(Float32Array.from(point.subarray(size)));
        const logits = tf.add(tf.matMul(features, kernel), bias) as tf.Tensor2D;
        const logShares = tf.logSoftmax(logits);
        const loss = tf.sum(tf.mul(shares, tf.mul(targets, logShares))).neg();
        const error = tf.mul(tf.sub(tf.exp(logShares), targets), shares) as tf.Tensor2D;
        const slopes = tf.concat([
          tf.matMul(features, error, true).reshape([size]),
          error.sum(0),
        ]);
        return [loss.dataSync()[0], slopes.dataSync()];
      });
      let penalty = 0;
      for (let i = 0; i < gradient.length; i++) {
        const isKernel = i < size;
        gradient[i] = slopes[i] + (isKernel ? point[i] / c : 0);
        if (isKernel) penalty += point[i] ** 2 / (2 * c);
      }
      return loss + penalty;
    }, { start: new Float64Array(size + numClasses), tolerance, maxIterations });
  } finally {
    tf.dispose([targets, shares]);
  }
  return {
    kernel: Float32Array.from(found.point.subarray(0, size)),
    bias: Float32Array.from(found.point.subarray(size)),
  };
}

/**
 * Class probabilities of a {@linkcode fitSoftmax}.
 *
 * @param features `[n, numFeatures]`, standardised as for the fit; it stays the caller's.
 * @param weights The classifier.
 * @returns `[n][numClasses]`, each row with sum 1.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { predictSoftmax } from "lib/training/fit_softmax.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine({ seed: 1 });
 * const xs = tf.tensor2d([[0]]);
 * predictSoftmax(xs, { kernel: new Float32Array(2), bias: new Float32Array(2) }); // [[0.5, 0.5]]
 * xs.dispose();
 * ```
 */
export function predictSoftmax(
  features: tf.Tensor2D,
  { kernel, bias }: SoftmaxWeights,
): number[][] {
  const numClasses = bias.length;
  const [n, numFeatures] = features.shape;
  const values = tf.tidy(() =>
    tf.softmax(
      tf.add(
        tf.matMul(features, tf.tensor2d(kernel, [numFeatures, numClasses])),
        tf.tensor1d(bias),
      ),
    ).dataSync()
  );
  return Array.from({ length: n }, (_, i) => {
    const row = [...values.subarray(i * numClasses, (i + 1) * numClasses)];
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((p) => p / sum);
  });
}
