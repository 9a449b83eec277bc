import type { Metric } from "./evaluate_films.ts";
import type { Interval } from "./wilson_interval.ts";

/**
 * Makes a metric with the interval that a BCa bootstrap gave.
 *
 * @param metric Its name and value.
 * @param interval Its ends, as `bcaIntervals` gives them; nothing where no draws were made.
 * @returns The metric; its `ciMethod` is `""` where the interval is undefined.
 *
 * @example
 * ```ts
 * import { bcaMetric } from "lib/evaluation/bca_metric.ts";
 * bcaMetric({ metric: "auc", value: 0.9 }, [0.8, 0.95]).ciMethod; // "bca"
 * ```
 */
export function bcaMetric(
  { metric, value }: Pick<Metric, "metric" | "value">,
  interval: Interval = [NaN, NaN],
): Metric {
  const [ciLow, ciHigh] = interval;
  return { metric, value, ciLow, ciHigh, ciMethod: Number.isNaN(ciLow + ciHigh) ? "" : "bca" };
}
