import type { Metric } from "./evaluate_films.ts";
import { type Cluster, wilsonInterval } from "./wilson_interval.ts";

/** Options of {@linkcode clusteredShare}. */
export interface ClusteredShareOptions {
  /** Name of the metric. */
  metric: string;
  /** `[n]`, patient (or group of copies) of each film. */
  groups: readonly string[];
  /** Whether a film counts at all; every one where left out. */
  among?: (film: number) => boolean;
}

/**
 * Works out a share of films with Wilson's interval, widened where groups repeat.
 *
 * @param successes `[n]`, whether a film counts as a success, or in `[0, 1]` how much of one: in what
 *   share of dealings.
 * @param options See {@linkcode ClusteredShareOptions}.
 * @returns The share in `[0, 1]`; `NaN` where no film counts.
 * @throws {RangeError} Where lengths differ.
 *
 * @example
 * ```ts
 * import { clusteredShare } from "lib/evaluation/clustered_share.ts";
 * clusteredShare([true, false], { metric: "abstained", groups: ["a", "b"] }).value; // 0.5
 * ```
 */
export function clusteredShare(
  successes: readonly (boolean | number)[],
  { metric, groups, among = () => true }: ClusteredShareOptions,
): Metric {
  if (successes.length !== groups.length) {
    throw new RangeError(`${successes.length} films do not fit ${groups.length} groups`);
  }
  const clusters = new Map<string, Cluster>();
  groups.forEach((group, film) => {
    if (!among(film)) return;
    const own = clusters.get(group) ?? { successes: 0, n: 0 };
    clusters.set(group, { successes: own.successes + Number(successes[film]), n: own.n + 1 });
  });
  const counts = [...clusters.values()];
  const n = counts.reduce((sum, cluster) => sum + cluster.n, 0);
  const found = counts.reduce((sum, cluster) => sum + cluster.successes, 0);
  const [ciLow, ciHigh] = wilsonInterval({ successes: found, n, clusters: counts });
  const ciMethod = n === 0 ? "" : n === counts.length ? "wilson" : "wilson-cluster";
  return { metric, value: found / n, ciLow, ciHigh, ciMethod };
}
