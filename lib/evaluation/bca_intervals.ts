import { seededRandom } from "../random/seeded.ts";
import { checkLength } from "./check_labels.ts";
import { normalCdf, normalQuantile } from "./normal_distribution.ts";
import type { Interval } from "./wilson_interval.ts";

/** Options of {@linkcode bcaIntervals}. */
export interface BcaIntervalsOptions {
  /** `[n]`, the patient (or group of copies) of each film; whole groups are drawn. */
  groups: readonly string[];
  /** Seed of the draws. */
  seed: number;
  /** Number of draws, 2,000 where left out. */
  resamples?: number;
  /** How often such intervals hold the truth, .95 where left out. */
  confidence?: number;
  /**
   * Most times that films are left out to see how skewed the statistics are, 1,000 where left out;
   * with more groups several are left out at a time, so that the work grows with the films and not
   * with their square.
   */
  omissions?: number;
}

/**
 * Returns bias-corrected and accelerated bootstrap intervals of one or more statistics.
 *
 * Groups of films are drawn with replacement, as many as there are; a draw reaches the statistics as
 * weights (how often each film was drawn). Draws where a statistic is undefined (a class without
 * films) are left out of its interval. An interval is `NaN` where the draws say nothing: fewer than two
 * groups, a tenth or more of the draws undefined, or all the same (a model without an error: zero
 * width would be a lie).
 *
 * @param statistics Function of `[n]` weights (integers, 0 or more) that gives `[k]` numbers.
 * @returns `[k]` intervals.
 * @throws {RangeError} Where the seed is no integer or there are no draws.
 * @see B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, section 14.3.
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.bootstrap.html
 *
 * @example
 * ```ts
 * import { bcaIntervals } from "lib/evaluation/bca_intervals.ts";
 * const values = [1, 2, 4, 8, 16];
 * const mean = (weights: ArrayLike<number>) => [
 *   values.reduce((sum, value, i) => sum + weights[i] * value, 0) / values.length,
 * ];
 * bcaIntervals(mean, { groups: ["a", "b", "c", "d", "e"], seed: 1 });
 * ```
 */
export function bcaIntervals(
  statistics: (weights: Float64Array) => readonly number[],
  { groups, seed, resamples = 2000, confidence = 0.95, omissions = 1000 }: BcaIntervalsOptions,
): Interval[] {
  if (!(Number.isInteger(resamples) && resamples > 0)) {
    throw new RangeError(`Cannot draw ${resamples} times: expected a whole number above 0`);
  }
  const members = [...Map.groupBy(groups.keys(), (i) => groups[i]).values()];
  const observed = statistics(new Float64Array(groups.length).fill(1));
  const numBlocks = Math.min(members.length, omissions);
  const omitted = Array.from({ length: numBlocks }, (_, block) => {
    const weights = new Float64Array(groups.length).fill(1);
    for (let i = block; i < members.length; i += numBlocks) {
      for (const row of members[i]) weights[row] = 0;
    }
    return [...statistics(weights)];
  });
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () => {
    const weights = new Float64Array(groups.length);
    for (let i = 0; i < members.length; i++) {
      for (const row of members[Math.floor(random() * members.length)]) weights[row]++;
    }
    return [...statistics(weights)];
  });
  checkLength({ observed, drawn: drawn[0] });
  return observed.map((value, k) =>
    bcaInterval(value, {
      drawn: Float64Array.from(drawn, (values) => values[k]).filter((x) => !Number.isNaN(x)),
      omitted: omitted.map((values) => values[k]),
      resamples,
      confidence,
    })
  );
}

interface BcaIntervalOptions {
  /** Statistic of each defined draw. */
  drawn: Float64Array;
  /** Statistic without each group, or block of groups. */
  omitted: readonly number[];
  resamples: number;
  confidence: number;
}

function bcaInterval(
  observed: number,
  { drawn, omitted, resamples, confidence }: BcaIntervalOptions,
): Interval {
  const sorted = drawn.sort();
  const isEmpty = sorted.length <= 0.9 * resamples || sorted[0] === sorted[sorted.length - 1];
  if (isEmpty || Number.isNaN(observed)) return [NaN, NaN];
  const below = sorted.reduce((sum, x) => sum + (x < observed ? 1 : x === observed ? 0.5 : 0), 0);
  const bias = normalQuantile(below / sorted.length);
  const acceleration = skewness(omitted.filter((x) => !Number.isNaN(x))) / 6;
  const end = (p: number) => {
    const z = bias + normalQuantile(p);
    return quantile(sorted, normalCdf(bias + z / (1 - acceleration * z)));
  };
  return [end((1 - confidence) / 2), end((1 + confidence) / 2)];
}

/**
 * Σ d³ / (Σ d²)^1.5 of what leaving out each group takes away. Blocks of h groups come to the same but
 * for chance: a sum of h is √h times less skewed, and there are h times fewer of them.
 */
function skewness(omitted: readonly number[]): number {
  const mean = omitted.reduce((a, b) => a + b, 0) / omitted.length;
  const squares = omitted.reduce((sum, x) => sum + (mean - x) ** 2, 0);
  const cubes = omitted.reduce((sum, x) => sum + (mean - x) ** 3, 0);
  return cubes / squares ** 1.5;
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (place - low) * (next - sorted[low]);
}
