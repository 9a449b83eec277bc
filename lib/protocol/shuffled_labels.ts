import { groupKFold } from "../data/group_k_fold.ts";
import { averageScores, classScores } from "../evaluation/class_scores.ts";
import { confusionMatrix } from "../evaluation/confusion_matrix.ts";
import { gramMatrix } from "../evaluation/gram_matrix.ts";
import { gramAxes } from "../evaluation/kernel_classifier.ts";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../evaluation/logistic_regression.ts";
import { permutationP, permuteGroups } from "../evaluation/permutation.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { breathe } from "../training/breathe.ts";

/** Options of {@linkcode shuffledLabels}. */
export interface ShuffledLabelsOptions {
  /** `[n]`, true class indices. */
  labels: readonly number[];
  /** `[n]`, the patient (or group of copies) of each film. */
  groups: readonly string[];
  numClasses: number;
  /** How many times labels are shuffled. @default 200 */
  permutations?: number;
  /** Number of folds. @default 5 */
  k?: number;
  /** Inverse strength of the penalty. @default 3 */
  c?: number;
  seed: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** What a classifier reaches when labels mean nothing. */
export interface ShuffledLabels {
  /** Balanced accuracy out of fold under the true labels, `[0, 1]`. */
  observed: number;
  /** The same under each shuffling. */
  permuted: number[];
  /** Chance that meaningless labels do as well; never 0. */
  pValue: number;
}

/**
 * Trains and tests the same classifier on shuffled labels, again and again: a procedure that then
 * still does well lets the test's labels through somewhere.
 *
 * Labels change places between groups, not films, and the folds are dealt without looking at them.
 * The classifier is a logistic regression, quick enough for hundreds of trainings.
 *
 * @param rows `[n][numFeatures]`, the films' features.
 * @param options See {@linkcode ShuffledLabelsOptions}.
 * @returns See {@linkcode ShuffledLabels}.
 * @throws {RangeError} Where a class has no film in a fold's training part, or there are fewer groups
 *   than folds.
 *
 * @example
 * ```ts
 * import { shuffledLabels } from "lib/protocol/shuffled_labels.ts";
 * const labels = Array.from({ length: 20 }, (_, i) => i % 2);
 * const rows = labels.map((label, i) => [label + i / 100]);
 * const groups = labels.map((_, i) => `${i}`);
 * const options = { labels, groups, numClasses: 2, permutations: 19, seed: 1 };
 * (await shuffledLabels(rows, options)).pValue; // 0.05
 * ```
 */
export async function shuffledLabels(
  rows: readonly ArrayLike<number>[],
  options: ShuffledLabelsOptions,
): Promise<ShuffledLabels> {
  const { labels, groups, permutations = 200, k = 5, seed, onProgress, signal } = options;
  const folds = groupKFold({
    labels: labels.map(() => 0),
    groups,
    k,
    seed: deriveSeed(seed, "shuffled-labels-folds"),
  });
  const parts = Array.from({ length: k }, (_, fold) => {
    const train = [...folds.keys()].filter((i) => folds[i] !== fold);
    const judged = [...folds.keys()].filter((i) => folds[i] === fold);
    return { train, judged, axes: gramAxes(gramMatrix(rows, train), { train, judged }) };
  });
  const observed = balancedAccuracy(labels, parts, options);
  const permuted: number[] = [];
  for (let i = 0; i < permutations; i++) {
    await breathe(signal);
    const random = seededRandom(deriveSeed(seed, "shuffled-labels", i));
    permuted.push(balancedAccuracy(permuteGroups(labels, groups, random), parts, options));
    onProgress?.(i + 1, permutations);
  }
  return { observed, permuted, pValue: permutationP(observed, permuted) };
}

interface Part {
  train: number[];
  judged: number[];
  axes: { own: Float64Array[]; judged: Float64Array[] };
}

function balancedAccuracy(
  labels: readonly number[],
  parts: readonly Part[],
  { numClasses, c = 3 }: ShuffledLabelsOptions,
): number {
  const yPred = new Array<number>(labels.length);
  for (const { train, judged, axes } of parts) {
    const model = fitLogisticRegression(axes.own, train.map((i) => labels[i]), {
      numClasses,
      c,
      classWeight: "balanced",
      tolerance: 1e-4,
    });
    predictLogisticRegression(model, axes.judged)
      .forEach((row, i) => yPred[judged[i]] = row.indexOf(Math.max(...row)));
  }
  const matrix = confusionMatrix([...labels], yPred, { numClasses });
  return averageScores(classScores(matrix), { average: "macro" }).recall;
}
