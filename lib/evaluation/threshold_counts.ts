import { checkLabels, checkLength } from "./check_labels.ts";

/** How many films are called positive as the threshold falls. */
export interface ThresholdCounts {
  /** The different scores, falling; a film is called positive where its score is at least this. */
  thresholds: number[];
  /** Positive films called positive at each threshold. */
  truePositives: number[];
  /** Negative films called positive at each threshold. */
  falsePositives: number[];
}

/**
 * Counts right and wrong alarms at every threshold that makes a difference.
 *
 * ROC curves, precision–recall curves and thresholds all come from these counts; films with equal
 * scores fall together, so the order of the rows does not matter.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, the higher the more likely positive; any finite numbers.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 *
 * @example
 * ```ts
 * import { thresholdCounts } from "lib/evaluation/threshold_counts.ts";
 * thresholdCounts([1, 0, 1], [0.9, 0.5, 0.5]).falsePositives; // [0, 1]
 * ```
 */
export function thresholdCounts(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
): ThresholdCounts {
  const order = sortByScore(yTrue, scores);
  const counts: ThresholdCounts = { thresholds: [], truePositives: [], falsePositives: [] };
  let positives = 0;
  order.forEach((row, i) => {
    positives += yTrue[row];
    if (i + 1 < order.length && scores[order[i + 1]] === scores[row]) return;
    counts.thresholds.push(scores[row]);
    counts.truePositives.push(positives);
    counts.falsePositives.push(i + 1 - positives);
  });
  return counts;
}

/**
 * Orders films from the highest score to the lowest.
 *
 * @param yTrue `[n]`, 1 for a positive film and 0 for a negative one.
 * @param scores `[n]`, any finite numbers.
 * @returns `[n]`, row indices.
 * @throws {RangeError} Where lengths differ, a label is not 0 or 1, or a score is not finite.
 *
 * @example
 * ```ts
 * import { sortByScore } from "lib/evaluation/threshold_counts.ts";
 * [...sortByScore([0, 1, 0], [0.2, 0.9, 0.5])]; // [1, 2, 0]
 * ```
 */
export function sortByScore(yTrue: ArrayLike<number>, scores: ArrayLike<number>): Uint32Array {
  checkLength({ yTrue, scores });
  checkLabels({ yTrue }, 2);
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(`Cannot use scores[${i}] = ${scores[i]}: expected a finite number`);
    }
  }
  return Uint32Array.from({ length: scores.length }, (_, i) => i)
    .sort((a, b) => scores[b] - scores[a]);
}
