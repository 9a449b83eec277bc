import { checkLabels, checkLength } from "./check_labels.ts";

/**
 * Returns the mean squared distance of the probabilities from the truth (Brier score).
 *
 * With two classes it is `(p - y)²` of the positive one, in `[0, 1]`, .25 for even guessing; with more
 * it is summed over the classes, in `[0, 2]`: scikit-learn's `scale_by_half="auto"`.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`, each row with sum 1.
 * @returns The score, the lower the better; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.brier_score_loss.html
 *
 * @example
 * ```ts
 * import { brierScore } from "lib/evaluation/brier.ts";
 * brierScore([0, 1], [[0.5, 0.5], [0.5, 0.5]]); // 0.25
 * ```
 */
export function brierScore(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): number {
  checkLength({ yTrue, probabilities });
  const numClasses = probabilities[0]?.length ?? 0;
  checkLabels({ yTrue }, numClasses);
  let sum = 0;
  probabilities.forEach((row, i) => {
    row.forEach((probability, k) => sum += (probability - Number(yTrue[i] === k)) ** 2);
  });
  return sum / probabilities.length / (numClasses === 2 ? 2 : 1);
}
