import { checkLabels, checkLength } from "./check_labels.ts";
import { thresholdCounts } from "./threshold_counts.ts";
import { weightedAuc } from "./weighted_auc.ts";

/** Points of a ROC curve, from the strictest threshold to the laxest. */
export interface RocCurve {
  /** Share of the negative films called positive, `[0, 1]`, rising; `NaN` without negative films. */
  falsePositiveRate: number[];
  /** Share of the positive films called so, `[0, 1]`, rising; `NaN` without positive films. */
  truePositiveRate: number[];
  /** Scores from which on a film is called positive, falling; the first is `Infinity`. */
  thresholds: number[];
}

/** Options of {@linkcode rocCurve}. */
export interface RocCurveOptions {
  /** Whether points on a straight line between others are left out, `true` unless said otherwise. */
  dropIntermediate?: boolean;
}

/**
 * Traces how many positive films are found against how many false alarms that costs.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @returns The curve from (0, 0) to (1, 1).
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_curve.html
 *
 * @example
 * ```ts
 * import { rocCurve } from "lib/evaluation/roc.ts";
 * rocCurve([0, 1], [0.2, 0.8]).truePositiveRate; // [0, 1, 1]
 * ```
 */
export function rocCurve(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  { dropIntermediate = true }: RocCurveOptions = {},
): RocCurve {
  const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(yTrue, scores);
  const last = thresholds.length - 1;
  const bends = (counts: number[], i: number) =>
    counts[i + 1] - counts[i] !== counts[i] - counts[i - 1];
  const kept = thresholds.map((_, i) => i).filter((i) =>
    !dropIntermediate || i === 0 || i === last || bends(fp, i) || bends(tp, i)
  );
  return {
    falsePositiveRate: [0, ...kept.map((i) => fp[i])].map((count) => count / (fp[last] ?? NaN)),
    truePositiveRate: [0, ...kept.map((i) => tp[i])].map((count) => count / (tp[last] ?? NaN)),
    thresholds: [Infinity, ...kept.map((i) => thresholds[i])],
  };
}

/**
 * Returns the area under the ROC curve of a two-class model.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @returns The chance that a positive film scores above a negative one, `[0, 1]`, .5 for guessing;
 *   `NaN` where either class has no films.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html
 *
 * @example
 * ```ts
 * import { rocAuc } from "lib/evaluation/roc.ts";
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export function rocAuc(yTrue: ArrayLike<number>, scores: ArrayLike<number>): number {
  return weightedAuc(yTrue, scores)(new Float64Array(yTrue.length).fill(1));
}

/** Options of {@linkcode rocAucOvr}. */
export interface RocAucOvrOptions {
  /**
   * `macro` (the default): mean of each class's area against the rest; `micro`: one area over all
   * pairs of film and class, the "flattened" one that Keras's `AUC` metric shows.
   */
  average?: "macro" | "micro";
}

/**
 * Returns the area under the ROC curve of a model with several classes, each against the rest.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`.
 * @returns A number in `[0, 1]`; `NaN` where a class has no films (macro) or there are no films.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html
 *
 * @example
 * ```ts
 * import { rocAucOvr } from "lib/evaluation/roc.ts";
 * rocAucOvr([0, 1, 2], [[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6]]); // 1
 * ```
 */
export function rocAucOvr(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
  { average = "macro" }: RocAucOvrOptions = {},
): number {
  if (average === "micro") {
    const { labels, scores } = flattenClasses(yTrue, probabilities);
    return rocAuc(labels, scores);
  }
  checkLength({ yTrue, probabilities });
  const numClasses = probabilities[0]?.length ?? 0;
  checkLabels({ yTrue }, numClasses);
  let sum = 0;
  for (let k = 0; k < numClasses; k++) {
    const labels = Array.from(yTrue, (label) => Number(label === k));
    sum += rocAuc(labels, probabilities.map((row) => row[k]));
  }
  return sum / numClasses;
}

/**
 * Makes one two-class row of every pair of film and class, as micro averages need.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`.
 * @returns `[n * numClasses]` labels (1 where the pair's class is the film's) and scores; films one
 *   after the other.
 * @throws {RangeError} Where lengths differ or an index is no class.
 *
 * @example
 * ```ts
 * import { flattenClasses } from "lib/evaluation/roc.ts";
 * flattenClasses([1], [[0.3, 0.7]]); // { labels: [0, 1], scores: [0.3, 0.7] }
 * ```
 */
export function flattenClasses(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): { labels: number[]; scores: number[] } {
  checkLength({ yTrue, probabilities });
  checkLabels({ yTrue }, probabilities[0]?.length ?? 0);
  return {
    labels: probabilities.flatMap((row, i) => row.map((_, k) => Number(yTrue[i] === k))),
    scores: probabilities.flat(),
  };
}
