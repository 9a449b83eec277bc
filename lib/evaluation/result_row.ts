import type { ResultRow } from "./results.ts";

/** What every row tells; the rest of it where it is known. */
export type KnownOfRow =
  & Pick<ResultRow, "experiment" | "data" | "split" | "n" | "metric" | "value">
  & Partial<ResultRow>;

/**
 * Makes a row of the long results table from what is known of it.
 *
 * @param known What is known; what is left out or `undefined` is `NaN` or `""`.
 * @returns The row, with nothing else in it.
 *
 * @example
 * ```ts
 * import { resultRow } from "lib/evaluation/result_row.ts";
 * const about = { experiment: "C", data: "mine", split: "test", n: 20 };
 * resultRow({ ...about, metric: "accuracy", value: 0.9 }).ciLow; // NaN
 * ```
 */
export function resultRow(
  {
    experiment,
    model = "",
    data,
    split,
    fold = NaN,
    repeat = NaN,
    seed = NaN,
    control = "",
    subgroup = "",
    n,
    metric,
    value,
    ciLow = NaN,
    ciHigh = NaN,
    ciMethod = "",
    profile = "",
    commit = "",
    seconds = NaN,
  }: KnownOfRow,
): ResultRow {
  return {
    ...{ experiment, model, data, split, fold, repeat, seed, control, subgroup, n },
    ...{ metric, value, ciLow, ciHigh, ciMethod, profile, commit, seconds },
  };
}
