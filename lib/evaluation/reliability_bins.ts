import { wilsonInterval } from "./wilson_interval.ts";

/** Films whose predicted probabilities are alike. */
export interface ReliabilityBin {
  /** Mean predicted probability, `[0, 1]`. */
  predicted: number;
  /** Share of positive films, `[0, 1]`. */
  observed: number;
  /** Films in the bin. */
  n: number;
  /** Ends of the share's 95 % interval (Wilson). */
  low: number;
  high: number;
}

/**
 * Puts films in bins of as many films each, from the lowest probability to the highest.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param probabilities `[n]`, probability of 1.
 * @param options `bins`, 10 where left out; fewer films make fewer bins.
 * @returns Bins for a reliability chart; none without films.
 * @throws {RangeError} Where lengths differ.
 *
 * @example
 * ```ts
 * import { reliabilityBins } from "lib/evaluation/reliability_bins.ts";
 * reliabilityBins([0, 1, 1, 1], [0.25, 0.25, 0.75, 0.75], { bins: 2 })[0].observed; // 0.5
 * ```
 */
export function reliabilityBins(
  yTrue: readonly number[],
  probabilities: readonly number[],
  { bins = 10 }: { bins?: number } = {},
): ReliabilityBin[] {
  if (yTrue.length !== probabilities.length) {
    throw new RangeError(`${yTrue.length} labels do not fit ${probabilities.length} probabilities`);
  }
  const order = [...yTrue.keys()].sort((a, b) => probabilities[a] - probabilities[b] || a - b);
  const used = Math.min(bins, order.length);
  return Array.from({ length: used }, (_, bin) => {
    const films = order.slice(
      Math.floor(bin * order.length / used),
      Math.floor((bin + 1) * order.length / used),
    );
    const n = films.length;
    const successes = films.reduce((sum, i) => sum + yTrue[i], 0);
    const [low, high] = wilsonInterval({ successes, n });
    const predicted = films.reduce((sum, i) => sum + probabilities[i], 0) / n;
    return { predicted, observed: successes / n, n, low, high };
  });
}
