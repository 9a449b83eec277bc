import { sortByScore } from "./threshold_counts.ts";

/**
 * Sorts films by score once and returns the best sensitivity that keeps a specificity, for any
 * weights of the films.
 *
 * The threshold is chosen anew for each set of weights, so a bootstrap of it takes that choice's
 * uncertainty in.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @param specificity What must be kept at least, `[0, 1]`.
 * @returns A function of `[n]` weights that gives the sensitivity in `[0, 1]`; `NaN` where either
 *   class has no weight.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or the specificity is no share.
 *
 * @example
 * ```ts
 * import { weightedSensitivity } from "lib/evaluation/weighted_sensitivity.ts";
 * const at = weightedSensitivity([0, 0, 1, 1], [0.1, 0.7, 0.6, 0.9], 0.9);
 * at([1, 1, 1, 1]); // 0.5
 * ```
 */
export function weightedSensitivity(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  specificity: number,
): (weights: ArrayLike<number>) => number {
  if (!(specificity >= 0 && specificity <= 1)) {
    throw new RangeError(`Cannot keep a specificity of ${specificity}: expected one in [0, 1]`);
  }
  const order = sortByScore(yTrue, scores);
  return (weights) => {
    let positives = 0, negatives = 0;
    for (const i of order) {
      if (yTrue[i] === 1) positives += weights[i];
      else negatives += weights[i];
    }
    if (positives === 0 || negatives === 0) return NaN;
    const allowed = (1 - specificity) * negatives * (1 + 1e-12);
    let found = 0, alarms = 0, best = 0;
    order.forEach((row, i) => {
      if (yTrue[row] === 1) found += weights[row];
      else alarms += weights[row];
      const endsTie = i + 1 === order.length || scores[order[i + 1]] !== scores[row];
      if (endsTie && alarms <= allowed) best = found;
    });
    return best / positives;
  };
}
