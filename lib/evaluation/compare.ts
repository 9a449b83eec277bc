import { bcaIntervals, type BcaIntervalsOptions } from "./bca_intervals.ts";
import { checkLength } from "./check_labels.ts";
import type { Interval } from "./wilson_interval.ts";

/** The same films as two models see them. */
export interface McNemarOptions {
  /** `[n]`, true class indices. */
  yTrue: ArrayLike<number>;
  /** `[n]`, class indices that the first model predicts. */
  yPredA: ArrayLike<number>;
  /** `[n]`, class indices that the second model predicts. */
  yPredB: ArrayLike<number>;
}

/** How two models differ on the same films. */
export interface McNemar {
  /** Films that only the first model gets right. */
  onlyA: number;
  /** Films that only the second model gets right. */
  onlyB: number;
  /** Chance of a difference at least as large were both equally good, `[0, 1]`, two-sided. */
  pValue: number;
}

/**
 * Tests whether two models are right equally often, on the same films (McNemar, exact).
 *
 * One prediction a film and model: repeats of a cross-validation are never pooled.
 *
 * @throws {RangeError} Where lengths differ.
 * @see https://www.statsmodels.org/stable/generated/statsmodels.stats.contingency_tables.mcnemar.html
 *
 * @example
 * ```ts
 * import { mcNemar } from "lib/evaluation/compare.ts";
 * mcNemar({ yTrue: [0, 1, 1], yPredA: [0, 1, 1], yPredB: [0, 0, 1] }).pValue; // 1
 * ```
 */
export function mcNemar({ yTrue, yPredA, yPredB }: McNemarOptions): McNemar {
  checkLength({ yTrue, yPredA, yPredB });
  let onlyA = 0, onlyB = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const a = yPredA[i] === yTrue[i], b = yPredB[i] === yTrue[i];
    if (a && !b) onlyA++;
    if (b && !a) onlyB++;
  }
  return {
    onlyA,
    onlyB,
    pValue: Math.min(1, 2 * coinTosses(Math.min(onlyA, onlyB), onlyA + onlyB)),
  };
}

/** Options of {@linkcode pairedDifference}. */
export interface PairedDifferenceOptions extends BcaIntervalsOptions {
  /** Function of `[n]` weights that gives the first model's metric. */
  a: (weights: Float64Array) => number;
  /** The same for the second model. */
  b: (weights: Float64Array) => number;
}

/**
 * Returns how much better the first model is than the second, with a BCa interval of the difference.
 *
 * Both are measured on the same draws of patients, so what makes films hard for both falls out.
 *
 * @returns The difference `a - b`, and its interval as in {@linkcode bcaIntervals}.
 * @throws {RangeError} Where the seed is no integer or there are no draws.
 *
 * @example
 * ```ts
 * import { pairedDifference } from "lib/evaluation/compare.ts";
 * import { weightedAuc } from "lib/evaluation/weighted_auc.ts";
 * const yTrue = [0, 0, 1, 1, 0, 1];
 * pairedDifference({
 *   a: weightedAuc(yTrue, [0.1, 0.3, 0.8, 0.9, 0.4, 0.2]),
 *   b: weightedAuc(yTrue, [0.5, 0.3, 0.4, 0.9, 0.4, 0.2]),
 *   groups: ["1", "2", "3", "4", "5", "6"],
 *   seed: 1,
 * }).difference; // 0.22…
 * ```
 */
export function pairedDifference(
  { a, b, ...options }: PairedDifferenceOptions,
): { difference: number; interval: Interval } {
  const difference = (weights: Float64Array) => a(weights) - b(weights);
  const [interval] = bcaIntervals((weights) => [difference(weights)], options);
  const all = new Float64Array(options.groups.length).fill(1);
  return { difference: difference(all), interval };
}

/** Chance of at most `most` heads in `n` tosses. */
function coinTosses(most: number, n: number): number {
  let logTerm = -n * Math.LN2, sum = 0;
  for (let k = 0; k <= most; k++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return sum;
}
