import type { SplitRow } from "../../data/split.ts";
import { bareMetric } from "../../evaluation/bare_metric.ts";
import { evaluateFilms, type Metric } from "../../evaluation/evaluate_films.ts";
import { evaluateFolds } from "../../evaluation/evaluate_folds.ts";
import { alignFolds, type FoldsOutcome } from "../../evaluation/folds_outcome.ts";

/** A figure of one dealing, or the mean of all. */
export interface FoldFigure extends Metric {
  /** Dealing, from 0; `NaN` for the mean over all. */
  repeat: number;
  /** Number of films. */
  n: number;
}

/** Options of {@linkcode foldFigures}. */
export interface FoldFiguresOptions {
  /** Rows of a split: where the films' groups stand. */
  split: readonly Pick<SplitRow, "path" | "group">[];
  /** Seed of the bootstrap. */
  seed: number;
  /** Bootstrap draws for the means' intervals. @default 500 */
  resamples?: number;
}

const METRICS = /^(sd-over-repeats:)?(accuracy|balanced_accuracy|auc|macro_auc|recall:.*)$/;

/**
 * Evaluates out-of-fold predictions: accuracy, balanced accuracy, AUC and each class's recall, as
 * means over the dealings with their intervals, then for every dealing.
 *
 * @param outcomes One a dealing.
 * @param options See {@linkcode FoldFiguresOptions}.
 * @returns Figures, the means first; those of single dealings have no intervals.
 * @throws {RangeError} Where there is no dealing, or they have other films.
 *
 * @example
 * ```ts
 * import { foldFigures } from "lib/experiments/audit/fold_figures.ts";
 * const film = { path: "1.png", split: "test", trueClass: "A", probabilities: [0.9, 0.1] };
 * const outcomes = [{ repeat: 0, classNames: ["A", "B"], predictions: [film] }];
 * foldFigures(outcomes, { split: [{ path: "1.png", group: "1" }], seed: 1 })[0].value; // 1
 * ```
 */
export function foldFigures(
  outcomes: readonly FoldsOutcome[],
  { split, seed, resamples = 500 }: FoldFiguresOptions,
): FoldFigure[] {
  const groupOf = new Map(split.map(({ path, group }) => [path, group || path]));
  const folds = alignFolds(outcomes);
  const groups = folds.paths.map((path) => groupOf.get(path) ?? path);
  const n = groups.length;
  const means = evaluateFolds(folds, { groups, positiveIndex: 1, seed, resamples });
  const single = folds.repeats.flatMap((probabilities, i) =>
    evaluateFilms({
      yTrue: folds.yTrue,
      yPred: probabilities.map((row) => row.indexOf(Math.max(...row))),
      probabilities,
      groups,
      classNames: folds.classNames,
      seed,
      resamples: 0,
    }).map(({ metric, value }) => ({
      ...bareMetric(metric, value),
      repeat: outcomes[i].repeat,
      n,
    }))
  );
  return [...means.map((metric) => ({ ...metric, repeat: NaN, n })), ...single]
    .filter(({ metric }) => METRICS.test(metric));
}

/**
 * Picks the mean over the dealings of one metric.
 *
 * @param figures What {@linkcode foldFigures} gave.
 * @param metric Name; `auc` also finds `macro_auc`.
 * @returns The figure with its interval.
 * @throws {RangeError} Where there is none.
 *
 * @example
 * ```ts
 * import { meanFigure } from "lib/experiments/audit/fold_figures.ts";
 * const figure = { repeat: NaN, metric: "auc", value: 0.5, n: 9, ciLow: 0, ciHigh: 1, ciMethod: "" };
 * meanFigure([figure], "auc").value; // 0.5
 * ```
 */
export function meanFigure(figures: readonly FoldFigure[], metric: string): FoldFigure {
  const names = metric === "auc" ? ["auc", "macro_auc"] : [metric];
  const found = figures.find((figure) =>
    Number.isNaN(figure.repeat) && names.includes(figure.metric)
  );
  if (!found) throw new RangeError(`There is no mean of "${metric}" among these figures`);
  return found;
}
