import { evaluateFilms } from "../evaluation/evaluate_films.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import type { BestModel } from "./train_best.ts";
import type { Share } from "./leave_source_out.ts";

/** What all rows of one training share. */
export interface BestRowsOptions {
  profile: string;
  commit?: string;
  /** Number of bootstrap draws. */
  resamples?: number;
}

/**
 * Figures of a model's out-of-fold answers, on films as they are and restyled: topic `folds`.
 *
 * @param model The model.
 * @param options See {@linkcode BestRowsOptions}.
 * @returns One row a metric; control `restyled` for films shown as other clinics might have made them.
 *
 * @example
 * ```ts ignore
 * import { bestFoldRows } from "lib/protocol/best_rows.ts";
 * import type { BestModel } from "lib/protocol/train_best.ts";
 * declare const model: BestModel;
 * bestFoldRows(model, { profile: "full" });
 * ```
 */
export function bestFoldRows(model: BestModel, options: BestRowsOptions): ResultRow[] {
  const { run: { classNames, run }, outOfFold: { yTrue, groups, plain, restyled } } = model;
  const positiveIndex = classNames.indexOf("COVID-19");
  return [{ control: "", rows: plain }, { control: "restyled", rows: restyled }].flatMap(
    ({ control, rows }) =>
      evaluateFilms({
        yTrue,
        yPred: rows.map((row) =>
          classNames.length > 2 ? row.indexOf(Math.max(...row)) : Number(row[1] >= model.threshold)
        ),
        probabilities: rows,
        groups,
        classNames,
        positiveIndex: positiveIndex >= 0 ? positiveIndex : 1,
        seed: run.seed,
        resamples: options.resamples,
      }).map((metric) =>
        resultRow({
          ...common(model, options),
          ...metric,
          split: "out-of-fold-grouped",
          control,
          n: yTrue.length,
        })
      ),
  );
}

/**
 * What a model says of sources that it had not seen: topic `sources`.
 *
 * @param model The model.
 * @param options See {@linkcode BestRowsOptions}.
 * @returns Three rows a source: the share of its healthy films called COVID-19, the sensitivity
 * that the same threshold keeps in hospitals held out, and the threshold.
 *
 * @example
 * ```ts ignore
 * import { sourceRows } from "lib/protocol/best_rows.ts";
 * import type { BestModel } from "lib/protocol/train_best.ts";
 * declare const model: BestModel;
 * sourceRows(model, { profile: "full" });
 * ```
 */
export function sourceRows(model: BestModel, options: BestRowsOptions): ResultRow[] {
  return model.leftOut.flatMap(({ provenance, threshold, falseAlarms, sensitivity }) => {
    const row = { ...common(model, options), split: "source-left-out", subgroup: provenance };
    const share = (metric: string, { value, n, interval: [ciLow, ciHigh] }: Share) =>
      resultRow({ ...row, metric, value, n, ciLow, ciHigh, ciMethod: "wilson-cluster" });
    return [
      share("healthy-called-covid", falseAlarms),
      share("sensitivity", sensitivity),
      resultRow({ ...row, metric: "threshold", value: threshold, n: sensitivity.n }),
    ];
  });
}

function common({ run: { run } }: BestModel, { profile, commit }: BestRowsOptions) {
  const { experiment, model, data, seed, trainingSeconds: seconds } = run;
  return { experiment, model, data, seed, profile, commit, seconds };
}
