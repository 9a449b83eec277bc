import type { ResultRow } from "./result_row.ts";
import { sortResults } from "./sort_results.ts";

/** A metric's mean and spread over the seeds of an experiment. */
export interface SeedSummary extends
  Omit<
    ResultRow,
    "seed" | "value" | "ciLow" | "ciHigh" | "ciMethod" | "commit" | "seconds"
  > {
  /** Number of seeds for which the metric is defined. */
  seeds: number;
  /** Mean over those; `NaN` where there is none. */
  mean: number;
  /** Sample standard deviation (divided by seeds - 1); `NaN` below two. */
  sd: number;
  /** Least and greatest value. */
  min: number;
  max: number;
  /** Mean time of a run, seconds. */
  seconds: number;
}

/**
 * Sums up each metric of each experiment over its seeds.
 *
 * The spread tells how much training depends on chance; it is no standard error of the test set.
 *
 * @param rows Rows of the results table, in any order; folds, repeats, controls, subgroups and profiles
 *   are kept apart.
 * @returns One summary per metric, in the table's order.
 *
 * @example
 * ```ts
 * import { summariseSeeds } from "lib/evaluation/summarise_seeds.ts";
 * summariseSeeds([]); // []
 * ```
 */
export function summariseSeeds(rows: readonly ResultRow[]): SeedSummary[] {
  const groups = Map.groupBy(sortResults(rows), keyOf);
  const firsts = [...groups.values()].map(([first]) => ({ ...first, seed: NaN }));
  return sortResults(firsts).map((first) => summarise(groups.get(keyOf(first))!));
}

function summarise(rows: readonly ResultRow[]): SeedSummary {
  const { experiment, model, data, split, fold, repeat, control, subgroup, n, metric, profile } =
    rows[0];
  const values = rows.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  const mean = average(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    experiment,
    model,
    data,
    split,
    fold,
    repeat,
    control,
    subgroup,
    n,
    metric,
    profile,
    seeds: values.length,
    mean,
    sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN,
    min: values.length > 0 ? Math.min(...values) : NaN,
    max: values.length > 0 ? Math.max(...values) : NaN,
    seconds: average(rows.map(({ seconds }) => seconds)),
  };
}

function keyOf(row: ResultRow): string {
  const { experiment, model, data, split, fold, repeat, control, subgroup, metric, profile } = row;
  return [experiment, model, data, split, fold, repeat, control, subgroup, metric, profile]
    .join("\u0000");
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
