import { checkLabels, checkLength } from "./check_labels.ts";
import { thresholdCounts } from "./threshold_counts.ts";

/** Points of a precision–recall curve, from the laxest threshold to the strictest. */
export interface PrecisionRecallCurve {
  /** Share of the films called positive that are so, `[0, 1]`; one more than thresholds, the last 1. */
  precision: number[];
  /** Share of the positive films found, `[0, 1]`, falling, the last 0; `NaN` without positive films. */
  recall: number[];
  /** Scores from which on a film is called positive, rising. */
  thresholds: number[];
}

/**
 * Traces how pure the positive calls are against how many positive films they find.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @returns The curve, from everything called positive to nothing, in scikit-learn's order. Without
 *   positive films recall is undefined and `NaN` (scikit-learn says 1).
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_curve.html
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from "lib/evaluation/precision_recall.ts";
 * precisionRecallCurve([0, 1], [0.2, 0.8]).precision; // [0.5, 1, 1]
 * ```
 */
export function precisionRecallCurve(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives } = thresholdCounts(yTrue, scores);
  const positives = truePositives.at(-1) ?? 0;
  return {
    precision: [...truePositives.map((tp, i) => tp / (tp + falsePositives[i])).reverse(), 1],
    recall: [...truePositives.map((tp) => tp / positives).reverse(), positives > 0 ? 0 : NaN],
    thresholds: [...thresholds].reverse(),
  };
}

/**
 * Returns the area under the precision–recall curve as a sum of steps, without interpolation.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @returns A number in `[0, 1]`, the share of positive films for guessing; `NaN` without positive
 *   films (scikit-learn says 0).
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 *
 * @example
 * ```ts
 * import { averagePrecision } from "lib/evaluation/precision_recall.ts";
 * averagePrecision([0, 1, 1], [0.1, 0.4, 0.8]); // 1
 * ```
 */
export function averagePrecision(yTrue: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { precision, recall } = precisionRecallCurve(yTrue, scores);
  let area = 0;
  for (let i = 0; i + 1 < recall.length; i++) area += (recall[i] - recall[i + 1]) * precision[i];
  return recall[0] > 0 ? area : NaN;
}

/**
 * Returns the mean over the classes of the average precision of each against the rest.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`.
 * @returns A number in `[0, 1]`; `NaN` where a class has no films.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 *
 * @example
 * ```ts
 * import { averagePrecisionMacro } from "lib/evaluation/precision_recall.ts";
 * averagePrecisionMacro([0, 1], [[0.8, 0.2], [0.3, 0.7]]); // 1
 * ```
 */
export function averagePrecisionMacro(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): number {
  checkLength({ yTrue, probabilities });
  const numClasses = probabilities[0]?.length ?? 0;
  checkLabels({ yTrue }, numClasses);
  let sum = 0;
  for (let k = 0; k < numClasses; k++) {
    const labels = Array.from(yTrue, (label) => Number(label === k));
    sum += averagePrecision(labels, probabilities.map((row) => row[k]));
  }
  return sum / numClasses;
}
