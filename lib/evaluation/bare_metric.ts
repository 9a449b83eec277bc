import type { Metric } from "./evaluate_films.ts";

/**
 * Makes a metric without an interval.
 *
 * @param metric Its name.
 * @param value Its value; `NaN` where it is undefined.
 * @returns The metric; the interval's ends are `NaN`.
 *
 * @example
 * ```ts
 * import { bareMetric } from "lib/evaluation/bare_metric.ts";
 * bareMetric("brier", 0.1).ciLow; // NaN
 * ```
 */
export function bareMetric(metric: string, value: number): Metric {
  return { metric, value, ciLow: NaN, ciHigh: NaN, ciMethod: "" };
}
