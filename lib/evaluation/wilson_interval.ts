import { normalQuantile } from "./normal_distribution.ts";
import { studentQuantile } from "./student_quantile.ts";

/** Films of one patient, or copies of one film. */
export interface Cluster {
  /** How many of them count as a success. */
  successes: number;
  /** How many there are, at least 1. */
  n: number;
}

/** Options of {@linkcode wilsonInterval}. */
export interface WilsonIntervalOptions {
  /** How many films count as a success, `[0, n]`. */
  successes: number;
  /** How many films there are. */
  n: number;
  /** How often such intervals hold the truth, .95 where left out. */
  confidence?: number;
  /** The same films by patient: fewer independent films make a wider interval. */
  clusters?: readonly Cluster[];
}

/** Lower and upper end of an interval. */
export type Interval = [low: number, high: number];

/**
 * Returns Wilson's interval of a proportion, which holds at the edges too (0 of 58, 58 of 58).
 *
 * With clusters, `n` is divided by the design effect: the variance of the proportion between clusters
 * over the variance of as many independent films, never below 1. Since that effect is itself
 * guessed from few clusters, `n` shrinks by the squared ratio of the normal to Student's quantile, too
 * (Korn and Graubard's correction). Where all or none succeed nothing tells the effect, and films of one
 * cluster count as copies of each other (the worst case).
 *
 * @returns Ends in `[0, 1]`; both `NaN` where `n` is 0.
 * @throws {RangeError} Where the counts are no counts, or the clusters' do not add up to them.
 * @see https://www.statsmodels.org/stable/generated/statsmodels.stats.proportion.proportion_confint.html
 * @see N. Dean and M. Pagano, Evaluating Confidence Interval Methods for Binomial Proportions in
 *   Clustered Surveys, J. Surv. Stat. Methodol. 3(4), 2015.
 *
 * @example
 * ```ts
 * import { wilsonInterval } from "lib/evaluation/wilson_interval.ts";
 * wilsonInterval({ successes: 58, n: 58 }); // [0.9378..., 1]
 * ```
 */
export function wilsonInterval(
  { successes, n, confidence = 0.95, clusters }: WilsonIntervalOptions,
): Interval {
  if (!(successes >= 0 && successes <= n && Number.isFinite(n))) {
    throw new RangeError(`Cannot give an interval for ${successes} of ${n}: expected 0 ≤ k ≤ n`);
  }
  if (n === 0) return [NaN, NaN];
  const p = successes / n;
  const z = normalQuantile((1 + confidence) / 2);
  const size = clusters ? effectiveSize(clusters, { successes, n }, { z, confidence }) : n;
  const z2 = z ** 2;
  const centre = (p + z2 / (2 * size)) / (1 + z2 / size);
  const half = Math.sqrt(z2 * (p * (1 - p) / size + z2 / (4 * size ** 2))) / (1 + z2 / size);
  return [p === 0 ? 0 : Math.max(0, centre - half), p === 1 ? 1 : Math.min(1, centre + half)];
}

/** As many independent films would tell as much. */
function effectiveSize(
  clusters: readonly Cluster[],
  total: Cluster,
  { z, confidence }: { z: number; confidence: number },
): number {
  const sum = (key: keyof Cluster) => clusters.reduce((a, cluster) => a + cluster[key], 0);
  if (sum("successes") !== total.successes || sum("n") !== total.n) {
    throw new RangeError(
      `Cannot use clusters with ${sum("successes")} of ${sum("n")}: expected them to add up to ` +
        `${total.successes} of ${total.n}`,
    );
  }
  const { n } = total;
  const p = total.successes / n;
  const worst = clusters.reduce((a, cluster) => a + cluster.n ** 2, 0) / n;
  if (worst === 1 || clusters.length < 2 || p === 0 || p === 1) return n / worst;
  const between = clusters.reduce((a, cluster) => a + (cluster.successes - p * cluster.n) ** 2, 0);
  const correction = (clusters.length / (clusters.length - 1)) / (n / (n - 1));
  const effect = Math.max(1, correction * between / (n * p * (1 - p)));
  const t = studentQuantile((1 + confidence) / 2, clusters.length - 1);
  return n / effect * (z / t) ** 2;
}
