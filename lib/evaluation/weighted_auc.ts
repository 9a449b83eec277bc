import { sortByScore } from "./threshold_counts.ts";

/**
 * Sorts films by score once and returns the area under the ROC curve for any weights of theirs.
 *
 * The bootstrap asks for thousands of areas of the same films, each counted 0, 1, 2 … times; with
 * the order known each costs one pass.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive.
 * @returns A function of `[n]` weights (0 or more) that gives the area in `[0, 1]`: the chance that
 *   a positive film scores above a negative one, ties counting half; `NaN` where either has no weight.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 *
 * @example
 * ```ts
 * import { weightedAuc } from "lib/evaluation/weighted_auc.ts";
 * const auc = weightedAuc([0, 1, 1], [0.3, 0.2, 0.9]);
 * auc([1, 1, 1]); // 0.5
 * auc([1, 0, 2]); // 1
 * ```
 */
export function weightedAuc(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
): (weights: ArrayLike<number>) => number {
  const order = sortByScore(yTrue, scores);
  const positive = Uint8Array.from(order, (row) => yTrue[row]);
  const endsTie = Uint8Array.from(
    order,
    (row, i) => Number(i + 1 === order.length || scores[order[i + 1]] !== scores[row]),
  );
  return (weights) => {
    let won = 0, above = 0, negatives = 0, tiedPositives = 0, tiedNegatives = 0;
    for (let i = 0; i < order.length; i++) {
      const weight = weights[order[i]];
      if (positive[i] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
      if (endsTie[i] === 0) continue;
      won += tiedNegatives * (above + tiedPositives / 2);
      above += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = tiedNegatives = 0;
    }
    return won / (above * negatives);
  };
}
