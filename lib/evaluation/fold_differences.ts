import { bcaIntervals } from "./bca_intervals.ts";
import { bcaMetric } from "./bca_metric.ts";
import type { Metric } from "./evaluate_films.ts";
import { foldStatistics } from "./fold_statistics.ts";
import type { AlignedFolds } from "./folds_outcome.ts";

/** Options of {@linkcode foldDifferences}. */
export interface FoldDifferencesOptions {
  /** Statistics that are compared, and what their differences are called. */
  called: Readonly<Record<string, string>>;
  /** `[n]`, the patient (or group of copies) of each film. */
  groups: readonly string[];
  /** The class that the AUC of two classes is about. */
  positiveIndex: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** Number of bootstrap draws. @default 2000 */
  resamples?: number;
}

/**
 * Works out how far one model lies above another on the same films: means over the dealings, with
 * BCa intervals from drawing groups of films, the same ones for both.
 *
 * @param a The first model's dealings.
 * @param b The second's, of the same films in the same order.
 * @param options See {@linkcode FoldDifferencesOptions}.
 * @returns First minus second, in the order of `foldStatistics`.
 *
 * @example
 * ```ts
 * import { foldDifferences } from "lib/evaluation/fold_differences.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * const a = { ...films, repeats: [[[0.9, 0.1], [0.4, 0.6]]] };
 * const b = { ...films, repeats: [[[0.9, 0.1], [0.6, 0.4]]] };
 * const options = { groups: ["a", "b"], positiveIndex: 1, seed: 1 };
 * foldDifferences(a, b, { ...options, called: { accuracy: "difference" } })[0].value; // 0.5
 * ```
 */
export function foldDifferences(
  a: AlignedFolds,
  b: AlignedFolds,
  { called, groups, positiveIndex, seed, resamples }: FoldDifferencesOptions,
): Metric[] {
  const [first, second] = [a, b].map((folds) => foldStatistics(folds, positiveIndex));
  const kept = first.names.flatMap((name, j) => Object.hasOwn(called, name) ? [j] : []);
  const differences = (weights: Float64Array) => {
    const [x, y] = [first.of(weights), second.of(weights)];
    return kept.map((j) => x[j] - y[j]);
  };
  const values = differences(new Float64Array(groups.length).fill(1));
  const intervals = bcaIntervals(differences, { groups, seed, resamples });
  return kept.map((j, i) =>
    bcaMetric({ metric: called[first.names[j]], value: values[i] }, intervals[i])
  );
}
