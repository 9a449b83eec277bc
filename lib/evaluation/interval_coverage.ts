import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import type { Interval } from "./wilson_interval.ts";

/** Options of {@linkcode intervalCoverage}. */
export interface IntervalCoverageOptions {
  /** What the intervals are of, in the population that the films are drawn from. */
  truth: number;
  /** Draws films and gives their interval; the seed is for what the method itself draws. */
  draw: (random: () => number, seed: number) => Interval;
  /** How many sets of films are drawn. */
  runs: number;
  seed: number;
}

/** How intervals did in a simulation. */
export interface IntervalCoverage {
  /** Share of the intervals that hold the truth, `[0, 1]`; an undefined one does not. */
  coverage: number;
  /** Standard error of that share. */
  standardError: number;
  /** Share of the intervals that lie above the truth, and below it. */
  above: number;
  below: number;
  /** Share of the intervals that are undefined (`NaN`). */
  undefinedShare: number;
  /** Mean width of the defined ones; `NaN` where there is none. */
  width: number;
}

/**
 * Checks a method of intervals where the truth is known: draws films again and again, and counts
 * how often the interval holds it.
 *
 * @param options See {@linkcode IntervalCoverageOptions}.
 * @returns Shares; 95 % intervals should show a coverage of .95, give or take two standard errors.
 * @throws {RangeError} Where the number of runs is no positive integer.
 *
 * @example
 * ```ts
 * import { intervalCoverage } from "lib/evaluation/interval_coverage.ts";
 * import { wilsonInterval } from "lib/evaluation/wilson_interval.ts";
 * const draw = (random: () => number) => {
 *   const successes = Array.from({ length: 58 }, random).filter((x) => x < 0.97).length;
 *   return wilsonInterval({ successes, n: 58 });
 * };
 * intervalCoverage({ truth: 0.97, draw, runs: 500, seed: 1 }).coverage > 0.9; // true
 * ```
 */
export function intervalCoverage(
  { truth, draw, runs, seed }: IntervalCoverageOptions,
): IntervalCoverage {
  if (!Number.isInteger(runs) || runs < 1) {
    throw new RangeError(`Cannot simulate ${runs} runs: expected a positive integer`);
  }
  let above = 0, below = 0, nothing = 0, width = 0;
  for (let run = 0; run < runs; run++) {
    const own = deriveSeed(seed, "coverage", run);
    const [low, high] = draw(seededRandom(own), own);
    if (Number.isNaN(low + high)) {
      nothing++;
      continue;
    }
    width += high - low;
    // An end that equals the truth but for rounding holds it.
    if (low > truth + 1e-12) above++;
    else if (high < truth - 1e-12) below++;
  }
  const coverage = (runs - above - below - nothing) / runs;
  return {
    coverage,
    standardError: Math.sqrt(coverage * (1 - coverage) / runs),
    above: above / runs,
    below: below / runs,
    undefinedShare: nothing / runs,
    width: width / (runs - nothing),
  };
}
