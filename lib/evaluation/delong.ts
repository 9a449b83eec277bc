import { checkLength } from "./check_labels.ts";
import { normalCdf, normalQuantile } from "./normal_distribution.ts";
import type { Interval } from "./wilson_interval.ts";

/** Two models' scores of the same films. */
export interface DeLongOptions {
  /** `[n]`, 0 or 1. */
  yTrue: ArrayLike<number>;
  /** `[n]`, scores of the first model, higher for 1. */
  scoresA: ArrayLike<number>;
  /** `[n]`, scores of the second. */
  scoresB: ArrayLike<number>;
  /** @default 0.95 */
  level?: number;
}

/** Two areas under ROC curves of the same films, compared. */
export interface DeLong {
  aucA: number;
  aucB: number;
  /** `aucA - aucB`. */
  difference: number;
  /** Interval of the difference at the level asked for. */
  interval: Interval;
  /** Chance of a difference at least as large were both areas equal, two-sided. */
  pValue: number;
}

/**
 * DeLong's comparison of two correlated areas under the ROC curve.
 *
 * It holds for two classes and independent films: where patients have several, resample patients
 * (`pairedDifference`). Where both models part the classes without error it has nothing to go by.
 *
 * @param options See {@linkcode DeLongOptions}.
 * @returns See {@linkcode DeLong}; the p-value is 1 and the interval has no width where the scores
 *   rank all pairs alike.
 * @throws {RangeError} Where lengths differ or a class has fewer than two films.
 * @see E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44(3), 1988.
 *
 * @example
 * ```ts
 * import { deLong } from "lib/evaluation/delong.ts";
 * const yTrue = [0, 0, 0, 1, 1, 1];
 * const a = [0.1, 0.2, 0.6, 0.5, 0.8, 0.9], b = [0.3, 0.7, 0.6, 0.5, 0.4, 0.9];
 * deLong({ yTrue, scoresA: a, scoresB: b }).difference; // 0.333…
 * ```
 */
export function deLong({ yTrue, scoresA, scoresB, level = 0.95 }: DeLongOptions): DeLong {
  checkLength({ yTrue, scoresA, scoresB });
  const [negatives, positives] = [0, 1].map((label) =>
    Array.from(yTrue, (_, i) => i).filter((i) => yTrue[i] === label)
  );
  if (Math.min(negatives.length, positives.length) < 2) {
    throw new RangeError(
      `Cannot compare areas: ${positives.length} positive and ${negatives.length} negative films; ` +
        `two of each are needed`,
    );
  }
  const a = placements(scoresA, positives, negatives);
  const b = placements(scoresB, positives, negatives);
  const difference = a.auc - b.auc;
  const variance = varianceOf(a.ofPositives.map((value, i) => value - b.ofPositives[i])) /
      positives.length +
    varianceOf(a.ofNegatives.map((value, i) => value - b.ofNegatives[i])) / negatives.length;
  const deviation = Math.sqrt(variance);
  const margin = normalQuantile(0.5 + level / 2) * deviation;
  return {
    aucA: a.auc,
    aucB: b.auc,
    difference,
    interval: [difference - margin, difference + margin],
    pValue: deviation > 0 ? 2 * normalCdf(-Math.abs(difference / deviation)) : 1,
  };
}

/** For each film the share of the other class's films that it is on the right side of. */
function placements(scores: ArrayLike<number>, positives: number[], negatives: number[]) {
  const beats = (i: number, j: number) =>
    scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
  const ofPositives = positives.map((i) => meanOf(negatives.map((j) => beats(i, j))));
  const ofNegatives = negatives.map((j) => meanOf(positives.map((i) => beats(i, j))));
  return { ofPositives, ofNegatives, auc: meanOf(ofPositives) };
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
