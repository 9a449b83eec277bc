import { firstOfGroups } from "../data/first_of_groups.ts";
import { bareMetric } from "./bare_metric.ts";
import { mcNemar } from "./compare.ts";
import { deLong } from "./delong.ts";
import type { Metric } from "./evaluate_films.ts";
import { foldDifferences, type FoldDifferencesOptions } from "./fold_differences.ts";
import type { AlignedFolds } from "./folds_outcome.ts";

/** Options of {@linkcode compareFolds}. */
export type CompareFoldsOptions = Omit<FoldDifferencesOptions, "called">;

/** What differences are worked out of, and what the results table calls them. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  accuracy: "difference:accuracy",
  balanced_accuracy: "difference:balanced-accuracy",
  brier: "difference:brier",
  macro_auc: "difference:auc-macro",
  auc: "difference:auc",
};

/**
 * Compares two models film by film on identical folds.
 *
 * Differences (first minus second, means over the dealings) have BCa intervals of drawn groups.
 * `mcnemar:p` looks at the first dealing alone: repeats are never pooled. `delong:p` stands only for
 * two classes and needs independent films, so it takes the first film of each group; `NaN` elsewhere.
 * Correct p-values for their number (`holm`) before believing the smallest.
 *
 * @param a The first model's dealings.
 * @param b The second's, on the same folds.
 * @param options See {@linkcode CompareFoldsOptions}.
 * @returns The differences, then the tests; a Brier score's difference below 0 speaks for the first.
 * @throws {RangeError} Where films, labels, number of dealings or the folds differ.
 *
 * @example
 * ```ts
 * import { compareFolds } from "lib/evaluation/compare_folds.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * const a = { ...films, repeats: [[[0.9, 0.1], [0.4, 0.6]]] };
 * const b = { ...films, repeats: [[[0.9, 0.1], [0.6, 0.4]]] };
 * compareFolds(a, b, { groups: ["a", "b"], positiveIndex: 1, seed: 1 })[0].value; // 0.5
 * ```
 */
export function compareFolds(
  a: AlignedFolds,
  b: AlignedFolds,
  options: CompareFoldsOptions,
): Metric[] {
  checkSameFolds(a, b);
  return [
    ...foldDifferences(a, b, { ...options, called: DIFFERENCES }),
    ...onOneDealing(a, b),
    bareMetric("delong:p", deLongP(a, b, options)),
  ];
}

function onOneDealing(a: AlignedFolds, b: AlignedFolds): Metric[] {
  const [yPredA, yPredB] = [a, b].map(({ repeats: [rows] }) =>
    rows.map((row) => row.indexOf(Math.max(...row)))
  );
  const { onlyA, onlyB, pValue } = mcNemar({ yTrue: a.yTrue, yPredA, yPredB });
  return [
    bareMetric("mcnemar:only-first", onlyA),
    bareMetric("mcnemar:only-second", onlyB),
    bareMetric("mcnemar:p", pValue),
  ];
}

function deLongP(
  a: AlignedFolds,
  b: AlignedFolds,
  { groups, positiveIndex }: Pick<CompareFoldsOptions, "groups" | "positiveIndex">,
): number {
  if (a.classNames.length !== 2) return NaN;
  const first = firstOfGroups(groups);
  const yTrue = first.map((i) => Number(a.yTrue[i] === positiveIndex));
  const positives = yTrue.filter((label) => label === 1).length;
  if (Math.min(positives, yTrue.length - positives) < 2) return NaN;
  const [scoresA, scoresB] = [a, b].map(({ repeats: [rows] }) =>
    first.map((i) => rows[i][positiveIndex])
  );
  return deLong({ yTrue, scoresA, scoresB }).pValue;
}

function checkSameFolds(a: AlignedFolds, b: AlignedFolds): void {
  const same = a.paths.length === b.paths.length &&
    a.paths.every((path, i) => path === b.paths[i] && a.yTrue[i] === b.yTrue[i]) &&
    a.classNames.join() === b.classNames.join() && a.repeats.length === b.repeats.length &&
    a.folds.every((folds, r) => folds.every((fold, i) => fold === b.folds[r][i]));
  if (!same) {
    throw new RangeError(
      "Cannot compare models on different films, dealings or folds: cross-validate both on the " +
        "same split, with the same seed, folds and repeats",
    );
  }
}
