import { checkLabels, checkLength } from "./check_labels.ts";
import { balancedClassWeights } from "./class_weights.ts";
import { minimise } from "./lbfgs.ts";

/** Options of {@linkcode fitLogisticRegression}. */
export interface LogisticRegressionOptions {
  /** Number of classes, 2 or more. */
  numClasses: number;
  /** Inverse of the L2 penalty's strength (scikit-learn's `C`), above 0; 1 where left out. */
  c?: number;
  /** `balanced`: every class counts the same; by default every film does. */
  classWeight?: "balanced";
  /** How flat the objective must be at the end, per film; 1e-8 where left out. */
  tolerance?: number;
  /** Limit on the steps, 1,000 where left out. */
  maxIterations?: number;
}

/** A fitted model. */
export interface LogisticRegression {
  /**
   * One row of `[numFeatures]` per class; with two classes a single row, whose sign speaks for class 1.
   */
  coefficients: Float64Array[];
  /** One intercept per row of coefficients. */
  intercepts: Float64Array;
  /** Number of classes. */
  numClasses: number;
  /** Steps that the search took. */
  iterations: number;
}

/**
 * Fits logistic regression (multinomial for three classes or more) with an L2 penalty.
 *
 * Minimises scikit-learn's objective `C Σ weight · log loss + ½ Σ coefficient²`; the intercepts are free.
 * Standardise the features first, or the penalty treats them unequally.
 *
 * @param xs `[n][numFeatures]`, finite numbers.
 * @param ys `[n]`, class indices; every class needs a film.
 * @throws {RangeError} Where lengths differ, an index is no class, a class has no films, or `c` is not
 *   above 0.
 * @throws {Error} Where the search has not ended within the steps.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html
 *
 * @example
 * ```ts
 * import {
 *   fitLogisticRegression,
 *   predictLogisticRegression,
 * } from "lib/evaluation/logistic_regression.ts";
 * const model = fitLogisticRegression([[-1], [0], [0.5], [2]], [0, 0, 1, 1], { numClasses: 2 });
 * predictLogisticRegression(model, [[3]])[0][1] > 0.5; // true
 * ```
 */
export function fitLogisticRegression(
  xs: readonly ArrayLike<number>[],
  ys: ArrayLike<number>,
  options: LogisticRegressionOptions,
): LogisticRegression {
  const { numClasses, c = 1, classWeight, tolerance = 1e-8, maxIterations = 1000 } = options;
  checkLength({ xs, ys });
  checkLabels({ ys }, numClasses);
  const weights = classWeight === "balanced"
    ? balancedClassWeights(ys, numClasses)
    : new Array<number>(numClasses).fill(1);
  for (let k = 0; k < numClasses; k++) {
    if (!Array.prototype.includes.call(ys, k)) {
      throw new RangeError(`Cannot fit class ${k} of ${numClasses}: it has no films`);
    }
  }
  if (!(c > 0)) throw new RangeError(`Cannot fit with C = ${c}: expected a number above 0`);
  const numRows = numClasses === 2 ? 1 : numClasses;
  const stride = xs[0].length + 1;
  const { point, slope, iterations } = minimise(
    penalisedLoss({ features: flatten(xs), ys, weights, c, numRows, stride }),
    { start: new Float64Array(numRows * stride), tolerance, maxIterations },
  );
  if (iterations >= maxIterations && slope > tolerance) {
    throw new Error(
      `Cannot fit logistic regression in ${maxIterations} steps (slope ${slope}): standardise the ` +
        "features or allow more steps",
    );
  }
  const rows = Array.from({ length: numRows }, (_, k) => k * stride);
  return {
    coefficients: rows.map((from) => point.slice(from, from + stride - 1)),
    intercepts: Float64Array.from(rows, (from) => point[from + stride - 1]),
    numClasses,
    iterations,
  };
}

/**
 * Returns the probability of each class for each row.
 *
 * @param model What {@linkcode fitLogisticRegression} returned.
 * @param xs `[n][numFeatures]`, standardised as the training rows were.
 * @returns `[n][numClasses]`, each row with sum 1.
 * @throws {RangeError} Where the number of features differs.
 *
 * @example
 * ```ts
 * import { predictLogisticRegression } from "lib/evaluation/logistic_regression.ts";
 * predictLogisticRegression({
 *   coefficients: [new Float64Array([1])],
 *   intercepts: new Float64Array([0]),
 *   numClasses: 2,
 *   iterations: 0,
 * }, [[0]]); // [[0.5, 0.5]]
 * ```
 */
export function predictLogisticRegression(
  { coefficients, intercepts, numClasses }: LogisticRegression,
  xs: readonly ArrayLike<number>[],
): number[][] {
  return xs.map((row) => {
    checkLength({ "the model's features": coefficients[0], "a row": row });
    const logits = coefficients.map((weights, k) =>
      weights.reduce((sum, weight, j) => sum + weight * row[j], intercepts[k])
    );
    return softmax(numClasses === 2 ? [0, logits[0]] : logits);
  });
}

interface PenalisedLossOptions {
  /** `[n * (numFeatures + 1)]`, rows one after the other, each ending with 1 for the intercept. */
  features: Float64Array;
  ys: ArrayLike<number>;
  /** `[numClasses]`. */
  weights: readonly number[];
  c: number;
  /** Rows of coefficients: 1 with two classes. */
  numRows: number;
  /** Coefficients a row, the intercept last. */
  stride: number;
}

/** scikit-learn's objective divided by `C n`, so that one tolerance fits all sizes. */
function penalisedLoss(options: PenalisedLossOptions) {
  const { features, ys, weights, c, numRows, stride } = options;
  const scale = 1 / ys.length;
  const penalty = scale / c;
  const isBinary = numRows === 1;
  return (point: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let i = 0; i < point.length; i++) {
      const isIntercept = i % stride === stride - 1;
      gradient[i] = isIntercept ? 0 : penalty * point[i];
      if (!isIntercept) value += penalty * point[i] * point[i] / 2;
    }
    const logits = new Array<number>(numRows);
    for (let n = 0, from = 0; n < ys.length; n++, from += stride) {
      for (let k = 0; k < numRows; k++) {
        let sum = 0;
        for (let j = 0; j < stride; j++) sum += point[k * stride + j] * features[from + j];
        logits[k] = sum;
      }
      const all = isBinary ? [0, logits[0]] : logits;
      const probabilities = softmax(all);
      const weight = scale * weights[ys[n]];
      value += weight * (logSumExp(all) - all[ys[n]]);
      for (let k = 0; k < numRows; k++) {
        const label = isBinary ? 1 : k;
        const error = weight * (probabilities[label] - Number(ys[n] === label));
        for (let j = 0; j < stride; j++) gradient[k * stride + j] += error * features[from + j];
      }
    }
    return value;
  };
}

function flatten(xs: readonly ArrayLike<number>[]): Float64Array {
  const stride = xs[0].length + 1;
  const features = new Float64Array(xs.length * stride).fill(1);
  xs.forEach((row, n) => {
    checkLength({ "the first row": xs[0], "another row": row });
    for (let j = 0; j + 1 < stride; j++) {
      if (!Number.isFinite(row[j])) {
        throw new RangeError(`Cannot fit xs[${n}][${j}] = ${row[j]}: expected a finite number`);
      }
      features[n * stride + j] = row[j];
    }
  });
  return features;
}

function softmax(logits: readonly number[]): number[] {
  const total = logSumExp(logits);
  return logits.map((logit) => Math.exp(logit - total));
}

function logSumExp(logits: readonly number[]): number {
  const most = Math.max(...logits);
  return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}
