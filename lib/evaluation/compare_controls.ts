import { bcaIntervals } from "./bca_intervals.ts";
import { bcaMetric } from "./bca_metric.ts";
import { foldStatistics } from "./fold_statistics.ts";
import { alignFolds, type FoldsOutcome } from "./folds_outcome.ts";
import type { Metric } from "./evaluate_films.ts";

/** Options of {@linkcode compareControls}. */
export interface CompareControlsOptions {
  /** Patient (or group of copies) of a film. */
  groupOf: (path: string) => string;
  /** The class that the AUC of two is about. */
  positiveIndex: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** @default 2000 */
  resamples?: number;
}

const COMPARED = ["accuracy", "balanced_accuracy", "macro_auc", "auc"];

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
  { groupOf, positiveIndex, seed, resamples }: CompareControlsOptions,
): Metric[] {
  const [a, b] = [alignFolds(full), alignFolds(control)];
  if (a.paths.join("\n") !== b.paths.join("\n") || a.yTrue.join() !== b.yTrue.join()) {
    throw new RangeError(
      `Cannot compare controls: the masked films are not the whole ones (${b.paths.length} and ` +
        `${a.paths.length}); run both on the same split`,
    );
  }
  const [whole, masked] = [foldStatistics(a, positiveIndex), foldStatistics(b, positiveIndex)];
  const places = whole.names.flatMap((name, i) => COMPARED.includes(name) ? [i] : []);
  const differences = (weights: Float64Array) => {
    const [high, low] = [whole.of(weights), masked.of(weights)];
    return places.map((place) => high[place] - low[place]);
  };
  const groups = a.paths.map(groupOf);
  const intervals = bcaIntervals(differences, { groups, seed, resamples });
  return differences(new Float64Array(groups.length).fill(1)).map((value, i) =>
    bcaMetric({ metric: `difference:${whole.names[places[i]]}`, value }, intervals[i])
  );
}
