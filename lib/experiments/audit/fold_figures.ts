import type { SplitRow } from "../../data/split.ts";
import { evaluateFilms } from "../../evaluation/evaluate_films.ts";
import type { FoldsOutcome } from "../../evaluation/folds_outcome.ts";

/** A figure of one repeat, or the mean of all. */
export interface FoldFigure {
  /** Repeat, from 0; `NaN` for the mean over repeats. */
  repeat: number;
  /** Name as `evaluateFilms` has it: `accuracy`, `balanced_accuracy`, `auc` or `macro_auc`, … */
  metric: string;
  value: number;
  /** Ends of the 95 % interval; `NaN` where there is none. */
  ciLow: number;
  ciHigh: number;
  ciMethod: string;
  /** Number of films. */
  n: number;
}

/** Options of {@linkcode foldFigures}. */
export interface FoldFiguresOptions {
  /** Rows of a split: where the films' groups stand. */
  split: readonly Pick<SplitRow, "path" | "group">[];
  /** Seed of the bootstrap. */
  seed: number;
  /** Draws for the intervals of the first repeat, 1,000 where left out; later ones get none. */
  resamples?: number;
}

const METRICS = /^(accuracy|balanced_accuracy|auc|macro_auc|recall:.*)$/;

/**
 * Evaluates out-of-fold predictions: accuracy, balanced accuracy, AUC and each class's recall, for
 * every repeat, and their means. Repeats are never pooled: each film counts once in each figure.
 *
 * @param outcomes One outcome a repeat.
 * @param options See {@linkcode FoldFiguresOptions}.
 * @returns Figures, the means first. Intervals are those of one repeat's films; a mean has none, since
 *   the spread over repeats says nothing about other films.
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
  { split, seed, resamples = 1000 }: FoldFiguresOptions,
): FoldFigure[] {
  const groupOf = new Map(split.map(({ path, group }) => [path, group || path]));
  const figures = outcomes.flatMap(({ repeat, classNames, predictions }, i): FoldFigure[] =>
    evaluateFilms({
      yTrue: predictions.map(({ trueClass }) => classNames.indexOf(trueClass)),
      yPred: predictions.map(({ probabilities: row }) => row.indexOf(Math.max(...row))),
      probabilities: predictions.map(({ probabilities }) => probabilities),
      groups: predictions.map(({ path }) => groupOf.get(path) ?? path),
      classNames,
      seed,
      resamples: i === 0 ? resamples : 0,
    }).filter(({ metric }) => METRICS.test(metric))
      .map((figure) => ({ ...figure, repeat, n: predictions.length }))
  );
  const means = [...Map.groupBy(figures, ({ metric }) => metric).values()].map((repeats) => ({
    ...repeats[0],
    repeat: NaN,
    value: repeats.reduce((sum, figure) => sum + figure.value, 0) / repeats.length,
    ciLow: NaN,
    ciHigh: NaN,
    ciMethod: "",
  }));
  return [...means, ...figures];
}

/**
 * Picks one metric's mean over repeats, with the interval of the first repeat.
 *
 * @param figures What {@linkcode foldFigures} gave.
 * @param metric Name; `auc` also finds `macro_auc`.
 * @returns The figure; the interval is about the first repeat's value, not quite the mean.
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
  const own = figures.filter((figure) => names.includes(figure.metric));
  const mean = own.find(({ repeat }) => Number.isNaN(repeat));
  if (!mean) throw new RangeError(`There is no mean of "${metric}" among these figures`);
  const { ciLow, ciHigh, ciMethod } = own.find(({ repeat }) => !Number.isNaN(repeat)) ?? mean;
  return { ...mean, ciLow, ciHigh, ciMethod };
}
