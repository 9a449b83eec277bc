import { foldDifferences, type FoldDifferencesOptions } from "./fold_differences.ts";
import { alignFolds, type FoldsOutcome } from "./folds_outcome.ts";
import type { Metric } from "./evaluate_films.ts";

/** Options of {@linkcode compareControls}. */
export interface CompareControlsOptions extends Omit<FoldDifferencesOptions, "called" | "groups"> {
  /** Patient (or group of copies) of a film. */
  groupOf: (path: string) => string;
}

const DIFFERENCES: Readonly<Record<string, string>> = {
  accuracy: "difference:accuracy",
  balanced_accuracy: "difference:balanced_accuracy",
  macro_auc: "difference:macro_auc",
  auc: "difference:auc",
};

/**
 * Works out how far a model on whole films lies above itself on masked ones, film by film: the
 * interval comes from drawing groups of films, the same ones for both.
 *
 * @param full Dealings on whole films.
 * @param control Dealings on masked ones, on identical folds.
 * @param options See {@linkcode CompareControlsOptions}.
 * @returns `difference:accuracy`, `difference:balanced_accuracy` and `difference:macro_auc` (of two
 *   classes `difference:auc`): whole minus masked, with BCa intervals.
 * @throws {RangeError} Where the films are not the same.
 *
 * @example
 * ```ts
 * import { compareControls } from "lib/evaluation/compare_controls.ts";
 * const films = (sure: number) => ["a", "b", "c", "d"].map((path, i) => ({
 *   path, split: "fold-0", trueClass: i < 2 ? "No" : "Yes",
 *   probabilities: i % 2 ? [1 - sure, sure] : [sure, 1 - sure],
 * }));
 * const of = (sure: number) => [{ repeat: 0, classNames: ["No", "Yes"], predictions: films(sure) }];
 * const options = { groupOf: (path: string) => path, positiveIndex: 1, seed: 1 };
 * compareControls(of(0.9), of(0.8), options)[0].value; // 0
 * ```
 */
export function compareControls(
  full: readonly FoldsOutcome[],
  control: readonly FoldsOutcome[],
  { groupOf, ...options }: CompareControlsOptions,
): Metric[] {
  const [a, b] = [alignFolds(full), alignFolds(control)];
  if (a.paths.join("\n") !== b.paths.join("\n") || a.yTrue.join() !== b.yTrue.join()) {
    throw new RangeError(
      `Cannot compare controls: the masked films are not the whole ones (${b.paths.length} and ` +
        `${a.paths.length}); run both on the same split`,
    );
  }
  return foldDifferences(a, b, { ...options, called: DIFFERENCES, groups: a.paths.map(groupOf) });
}
