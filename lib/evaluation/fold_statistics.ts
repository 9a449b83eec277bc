import { averageScores, classScores } from "./class_scores.ts";
import { confusionMatrix } from "./confusion_matrix.ts";
import type { AlignedFolds } from "./folds_outcome.ts";
import { weightedAuc } from "./weighted_auc.ts";
import { weightedSensitivity } from "./weighted_sensitivity.ts";

/** Metrics of weighted films, each the mean over the dealings. */
export interface FoldStatistics {
  /** `accuracy`, `balanced_accuracy`, `macro_f1`, `brier`, `loss`, `macro_auc` or `auc`, …. */
  names: string[];
  /** Function of `[n]` weights (0 or more) that gives one number a name. */
  of: (weights: Float64Array) => number[];
}

/** Least probability that the log loss counts with. */
const LEAST = 1e-15;

/**
 * Prepares a model's out-of-fold metrics for the bootstrap: with films as weights, each metric is
 * worked out in every dealing and averaged.
 *
 * @param folds Dealings, as `alignFolds` gives them.
 * @param positiveIndex The class that `sensitivity_at_90_specificity` and a two-class `auc` are about.
 * @returns Names and the function; see {@linkcode FoldStatistics}.
 *
 * @example
 * ```ts
 * import { foldStatistics } from "lib/evaluation/fold_statistics.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * const statistics = foldStatistics({ ...films, repeats: [[[0.9, 0.1], [0.6, 0.4]]] }, 1);
 * statistics.names[0]; // "accuracy"
 * statistics.of(new Float64Array([1, 1]))[0]; // 0.5
 * ```
 */
export function foldStatistics(folds: AlignedFolds, positiveIndex: number): FoldStatistics {
  const { classNames, yTrue, repeats } = folds;
  const isBinary = classNames.length === 2;
  const names = [
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "brier",
    "loss",
    "sensitivity_at_90_specificity",
    ...(isBinary ? ["auc"] : ["macro_auc", ...classNames.map((name) => `auc:${name}`)]),
  ];
  const each = repeats.map((rows) => statisticsOf(rows, { yTrue, classNames, positiveIndex }));
  return {
    names,
    of: (weights) => {
      const values = each.map((statistics) => statistics(weights));
      return names.map((_, j) => values.reduce((sum, row) => sum + row[j], 0) / values.length);
    },
  };
}

function statisticsOf(
  rows: readonly (readonly number[])[],
  { yTrue, classNames, positiveIndex }: {
    yTrue: readonly number[];
    classNames: readonly string[];
    positiveIndex: number;
  },
): (weights: Float64Array) => number[] {
  const numClasses = classNames.length;
  const yPred = rows.map((row) => row.indexOf(Math.max(...row)));
  const right = yPred.map((label, i) => Number(label === yTrue[i]));
  const halves = numClasses === 2 ? 2 : 1;
  const squares = rows.map((row, i) =>
    row.reduce((sum, p, k) => sum + (p - Number(yTrue[i] === k)) ** 2, 0) / halves
  );
  const losses = rows.map((row, i) => -Math.log(Math.max(row[yTrue[i]], LEAST)));
  const truth = (k: number) => yTrue.map((label) => Number(label === k));
  const score = (k: number) => rows.map((row) => row[k]);
  const areas = classNames.map((_, k) => weightedAuc(truth(k), score(k)));
  const sensitivity = weightedSensitivity(truth(positiveIndex), score(positiveIndex), 0.9);
  return (weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
    const scores = averageScores(
      classScores(confusionMatrix(yTrue, yPred, { numClasses, weights })),
      {
        average: "macro",
      },
    );
    const auc = areas.map((area) => area(weights));
    return [
      mean(right),
      scores.recall,
      scores.f1,
      mean(squares),
      mean(losses),
      sensitivity(weights),
      ...(numClasses === 2
        ? [auc[positiveIndex]]
        : [auc.reduce((a, b) => a + b, 0) / numClasses, ...auc]),
    ];
  };
}
