import { checkLabels, checkLength } from "./check_labels.ts";

/**
 * Returns the mean negative logarithm of the probability given to the true class (cross-entropy).
 *
 * Probabilities are kept 2⁻⁵² away from 0 and 1, as scikit-learn does; Keras keeps 10⁻⁷, so a film
 * missed with full confidence counts 36.0 here and 16.1 there.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`, each row with sum 1.
 * @returns Nats, 0 or more, log(numClasses) for even guessing; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.log_loss.html
 *
 * @example
 * ```ts
 * import { logLoss } from "lib/evaluation/log_loss.ts";
 * logLoss([0, 1], [[0.5, 0.5], [0.5, 0.5]]); // 0.6931471805599453
 * ```
 */
export function logLoss(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): number {
  checkLength({ yTrue, probabilities });
  checkLabels({ yTrue }, probabilities[0]?.length ?? 0);
  let sum = 0;
  probabilities.forEach((row, i) => {
    const probability = row[yTrue[i]];
    sum -= Math.log(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON));
  });
  return sum / probabilities.length;
}
