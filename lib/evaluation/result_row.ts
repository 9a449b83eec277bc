/** One number of the long results table: a metric of a model on a part of the data. */
export interface ResultRow {
  /** Experiment's id, such as `A` or `floor-thumbnail`. */
  experiment: string;
  /** Network or method, such as `conv5` or `logistic-regression`. */
  model: string;
  /** Name of the data set. */
  data: string;
  /** `train`, `validation`, `test`, `test-clean`, `test-patient`, or a fold's name. */
  split: string;
  /** Fold of a cross-validation; `NaN` where there is none. */
  fold: number;
  /** Repeat of a cross-validation; `NaN` where there is none. */
  repeat: number;
  /** Seed of the run; `NaN` where nothing is random. */
  seed: number;
  /** What was altered as a control, such as `shuffled-labels`; `""` for the true run. */
  control: string;
  /** Subgroup of films, such as `view=AP`; `""` for all. */
  subgroup: string;
  /** Number of films in the split (and subgroup). */
  n: number;
  /** Name of the metric, such as `accuracy` or `recall:COVID-19`. */
  metric: string;
  /** The metric's value; `NaN` where it is undefined. */
  value: number;
  /** Lower end of the 95 % interval; `NaN` where there is none. */
  ciLow: number;
  /** Upper end of the 95 % interval; `NaN` where there is none. */
  ciHigh: number;
  /** How the interval was made: `wilson`, `wilson-cluster`, `bca`, or `""`. */
  ciMethod: string;
  /** `quick` or `full`. */
  profile: string;
  /** Git commit of the code, or `""`. */
  commit: string;
  /** Time that the run took, seconds; `NaN` where unknown. */
  seconds: number;
}

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
