import { bareMetric } from "./bare_metric.ts";
import { bcaIntervals } from "./bca_intervals.ts";
import { bcaMetric } from "./bca_metric.ts";
import { clusteredShare } from "./clustered_share.ts";
import type { Metric } from "./evaluate_films.ts";
import { foldStatistics } from "./fold_statistics.ts";
import type { AlignedFolds } from "./folds_outcome.ts";

/** Options of {@linkcode evaluateFolds}. */
export interface EvaluateFoldsOptions {
  /** `[n]`, the patient (or group of copies) of each film. */
  groups: readonly string[];
  /** The class that AUC (of two) and sensitivity are about. */
  positiveIndex: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** Number of bootstrap draws; 0 for no such intervals. @default 2000 */
  resamples?: number;
}

/**
 * Works out a cross-validated model's metrics: means over the dealings, with 95 % intervals.
 *
 * Dealings share their films, so they make no interval narrower. A proportion's is Wilson's on the
 * films' mean share of right answers, widened where groups repeat; all others are BCa bootstraps that
 * draw groups of films and average over the dealings within each draw. `sd-over-repeats:…` is what it
 * says, the spread between dealings: it tells how much the dealing matters and is no standard error.
 *
 * @param folds Dealings, as `alignFolds` gives them.
 * @param options See {@linkcode EvaluateFoldsOptions}.
 * @returns Metrics in a fixed order.
 * @throws {RangeError} Where the groups are not as many as the films.
 *
 * @example
 * ```ts
 * import { evaluateFolds } from "lib/evaluation/evaluate_folds.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * const folds = { ...films, repeats: [[[0.9, 0.1], [0.6, 0.4]]] };
 * evaluateFolds(folds, { groups: ["a", "b"], positiveIndex: 1, seed: 1 })[0].value; // 0.5
 * ```
 */
export function evaluateFolds(
  folds: AlignedFolds,
  { groups, positiveIndex, seed, resamples = 2000 }: EvaluateFoldsOptions,
): Metric[] {
  const { classNames, yTrue } = folds;
  if (groups.length !== yTrue.length) {
    throw new RangeError(`${groups.length} groups do not fit ${yTrue.length} films`);
  }
  const { names, of } = foldStatistics(folds, positiveIndex);
  const values = of(new Float64Array(yTrue.length).fill(1));
  const intervals = resamples > 0 ? bcaIntervals(of, { groups, seed, resamples }) : [];
  const bootstrapped = names.map((metric, j) =>
    bcaMetric({ metric, value: values[j] }, intervals[j])
  );
  const right = rightShares(folds);
  const proportions = [
    clusteredShare(right, { metric: "accuracy", groups }),
    ...classNames.map((name, k) =>
      clusteredShare(right, { metric: `recall:${name}`, groups, among: (i) => yTrue[i] === k })
    ),
    ...oneAgainstRest(folds, groups, positiveIndex),
  ];
  return [
    ...proportions,
    ...bootstrapped.filter(({ metric }) => metric !== "accuracy"),
    ...spreads(folds, positiveIndex),
  ];
}

/** Share of the dealings in which each film was called rightly. */
function rightShares({ yTrue, repeats }: AlignedFolds): number[] {
  return yTrue.map((label, i) =>
    repeats.filter((rows) => rows[i].indexOf(Math.max(...rows[i])) === label).length /
    repeats.length
  );
}

/** Sensitivity and specificity of calling the positive class where it is the likeliest. */
function oneAgainstRest(
  { yTrue, repeats }: AlignedFolds,
  groups: readonly string[],
  positive: number,
): Metric[] {
  const right = yTrue.map((label, i) =>
    repeats.filter((rows) =>
      (rows[i].indexOf(Math.max(...rows[i])) === positive) === (label === positive)
    ).length / repeats.length
  );
  return [
    clusteredShare(right, { metric: "sensitivity", groups, among: (i) => yTrue[i] === positive }),
    clusteredShare(right, { metric: "specificity", groups, among: (i) => yTrue[i] !== positive }),
  ];
}

/** How far dealings lie apart; `NaN` for a single one. */
function spreads(folds: AlignedFolds, positiveIndex: number): Metric[] {
  const each = folds.repeats.map((rows) => {
    const { names, of } = foldStatistics({ ...folds, repeats: [rows] }, positiveIndex);
    return { names, values: of(new Float64Array(folds.yTrue.length).fill(1)) };
  });
  return each[0].names.map((name, j) => {
    const values = each.map(({ values }) => values[j]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const value = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN;
    return bareMetric(`sd-over-repeats:${name}`, value);
  });
}
