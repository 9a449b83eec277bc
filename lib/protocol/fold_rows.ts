import type { SplitRow } from "../data/split.ts";
import { evaluateFilms, type Metric } from "../evaluation/evaluate_films.ts";
import { evaluateFolds } from "../evaluation/evaluate_folds.ts";
import { type AlignedFolds, alignFolds } from "../evaluation/folds_outcome.ts";
import { prevalenceCurve } from "../evaluation/prevalence_curve.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import type { FoldedModel } from "./read_folds.ts";

/** What all rows of one evaluation share. */
export interface RowContext {
  /** Name of the data set. */
  data: string;
  split: readonly SplitRow[];
  profile: string;
  commit?: string;
  /** Number of bootstrap draws. */
  resamples?: number;
}

/** A cross-validated model with its films in one order, and their groups. */
export interface AlignedModel {
  model: FoldedModel;
  folds: AlignedFolds;
  /** `[n]`, the patient (or group of copies) of each film. */
  groups: string[];
  /** COVID-19 where it is a class, else the second class. */
  positiveIndex: number;
}

/**
 * Brings a cross-validated model's films into one order and looks up their groups.
 *
 * @param model As `readFolds` reads it.
 * @param split Rows of `split.csv`.
 * @returns See {@linkcode AlignedModel}.
 * @throws {RangeError} Where a film is not in the split.
 *
 * @example
 * ```ts ignore
 * import { alignModel } from "lib/protocol/fold_rows.ts";
 * const aligned = (await readFolds(out)).map((model) => alignModel(model, study.split));
 * ```
 */
export function alignModel(model: FoldedModel, split: readonly SplitRow[]): AlignedModel {
  const folds = alignFolds(model.outcomes);
  const groupOf = new Map(split.map(({ path, group }) => [path, group || path]));
  const groups = folds.paths.map((path) => {
    const group = groupOf.get(path);
    if (group !== undefined) return group;
    throw new RangeError(
      `Film "${path}" of ${model.experiment}'s folds is not in split.csv; run the folds again`,
    );
  });
  const covid = model.classNames.indexOf("COVID-19");
  return { model, folds, groups, positiveIndex: covid >= 0 ? covid : 1 };
}

/**
 * Turns a cross-validated model into rows of the long results table: every metric of every dealing
 * (`repeat` numbered), and their means with intervals (no `repeat`), with predictive values over
 * prevalence as `ppv@<prevalence>` and `npv@<prevalence>`.
 *
 * @param aligned The model.
 * @param context What the rows share.
 * @returns Rows of the splits `out-of-fold-grouped` or `out-of-fold-random`.
 *
 * @example
 * ```ts ignore
 * import { alignModel, foldRows } from "lib/protocol/fold_rows.ts";
 * const rows = foldRows(alignModel(model, split), { data: "raikokte", split, profile: "full" });
 * ```
 */
export function foldRows(aligned: AlignedModel, context: RowContext): ResultRow[] {
  const { model, folds, groups, positiveIndex } = aligned;
  const { seed } = model;
  const each = folds.repeats.flatMap((rows, repeat) =>
    evaluateFilms({
      yTrue: folds.yTrue,
      yPred: rows.map((row) => row.indexOf(Math.max(...row))),
      probabilities: rows,
      groups,
      classNames: folds.classNames,
      positiveIndex,
      seed,
      resamples: 0,
    }).map((metric) => toRow(metric, aligned, { ...context, repeat }))
  );
  const { resamples } = context;
  const summary = evaluateFolds(folds, { groups, positiveIndex, seed, resamples });
  return [
    ...each,
    ...[...summary, ...predictive(summary)].map((metric) => toRow(metric, aligned, context)),
  ];
}

/** Predictive values of calling the positive class where it is the likeliest. */
function predictive(summary: readonly Metric[]): Metric[] {
  const [sensitivity, specificity] = ["sensitivity", "specificity"].map((name) => {
    const { value, ciLow, ciHigh } = summary.find(({ metric }) => metric === name)!;
    return { value, low: ciLow, high: ciHigh };
  });
  if (Number.isNaN(sensitivity.value + specificity.value)) return [];
  return prevalenceCurve({ sensitivity, specificity }).flatMap((point) => [
    share(`ppv@${point.prevalence}`, point.ppv, point.ppvInterval),
    share(`npv@${point.prevalence}`, point.npv, point.npvInterval),
  ]);
}

function share(metric: string, value: number, [ciLow, ciHigh]: [number, number]): Metric {
  return { metric, value, ciLow, ciHigh, ciMethod: "wilson-ends" };
}

/**
 * Makes a row of the long results table from a metric of a cross-validated model.
 *
 * @param metric Name, value and interval.
 * @param aligned The model.
 * @param context What the rows share; `repeat` where it is one dealing's, `control` where something
 *   was altered, `experiment` where it is another name than the model's.
 * @returns The row.
 *
 * @example
 * ```ts ignore
 * import { toRow } from "lib/protocol/fold_rows.ts";
 * const row = toRow(metric, aligned, { data: "raikokte", split, profile: "full" });
 * ```
 */
export function toRow(
  metric: Metric,
  { model, folds }: AlignedModel,
  { data, profile, commit, repeat, control, experiment = model.experiment }:
    & RowContext
    & { repeat?: number; control?: string; experiment?: string },
): ResultRow {
  return resultRow({
    ...{ ...metric, experiment, data, repeat, control, profile, commit },
    model: model.model,
    split: `out-of-fold-${model.deal}`,
    seed: model.seed,
    n: folds.yTrue.length,
    seconds: model.seconds,
  });
}
