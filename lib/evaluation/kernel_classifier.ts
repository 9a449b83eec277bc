import { cholesky, solveLower } from "./cholesky.ts";
import type { GramMatrix } from "./gram_matrix.ts";
import { fitLogisticRegression, predictLogisticRegression } from "./logistic_regression.ts";

/** Options of {@linkcode classifyByGram}. */
export interface ClassifyByGramOptions {
  /** Rows of the Gram matrix that are learnt from, in the order of its columns. */
  train: readonly number[];
  /** Class indices of these. */
  labels: readonly number[];
  /** Rows that are judged. */
  judged: readonly number[];
  numClasses: number;
  /** Inverse strengths of the penalty, one classifier each; features count as divided by √numFeatures. */
  cs: readonly number[];
  /**
   * Share of the mean diagonal that is added, so that copies of a film leave a definite matrix; more
   * where the products themselves are rounded. @default 1e-8
   */
  jitter?: number;
}

/**
 * Fits logistic regression on films' Gram matrix, for several strengths of the penalty, and judges
 * others: the same probabilities as on the features themselves, classes balanced.
 *
 * @param gram What `gramMatrix` or `joinGrams` gave for these training films.
 * @param options See {@linkcode ClassifyByGramOptions}.
 * @returns `[cs][judged][numClasses]`, each row with sum 1.
 * @throws {RangeError} Where a class has no training film.
 *
 * @example
 * ```ts
 * import { gramMatrix } from "lib/evaluation/gram_matrix.ts";
 * import { classifyByGram } from "lib/evaluation/kernel_classifier.ts";
 * const gram = gramMatrix([[-1], [1], [0.9]], [0, 1]);
 * const options = { train: [0, 1], labels: [0, 1], judged: [2], numClasses: 2, cs: [1] };
 * classifyByGram(gram, options)[0][0][1] > 0.5; // true
 * ```
 */
export function classifyByGram(
  gram: GramMatrix,
  { labels, numClasses, cs, ...films }: ClassifyByGramOptions,
): number[][][] {
  const { own, judged } = gramAxes(gram, films);
  return cs.map((c) =>
    predictLogisticRegression(
      fitLogisticRegression(own, labels, {
        numClasses,
        c,
        classWeight: "balanced",
        tolerance: 1e-4,
      }),
      judged,
    )
  );
}

/**
 * Turns a Gram matrix into features again, as few as there are training films: their products are the
 * same, so a penalised linear classifier is the same, too.
 *
 * @param gram What `gramMatrix` or `joinGrams` gave for these training films.
 * @param films As for {@linkcode classifyByGram}.
 * @returns Rows of the training films, and of the judged ones, `[numTrain]` each.
 *
 * @example
 * ```ts
 * import { gramMatrix } from "lib/evaluation/gram_matrix.ts";
 * import { gramAxes } from "lib/evaluation/kernel_classifier.ts";
 * const gram = gramMatrix([[-1], [1], [0.9]], [0, 1]);
 * gramAxes(gram, { train: [0, 1], judged: [2] }).judged[0].length; // 2
 * ```
 */
export function gramAxes(
  { rows }: GramMatrix,
  { train, judged, jitter = 1e-8 }: Pick<ClassifyByGramOptions, "train" | "judged" | "jitter">,
): { own: Float64Array[]; judged: Float64Array[] } {
  const products = train.map((i) => rows[i].slice());
  const extra = jitter * products.reduce((sum, row, i) => sum + row[i], 0) / train.length;
  products.forEach((row, i) => row[i] += extra > 0 ? extra : jitter);
  const own = cholesky(products); // L of L Lᵀ = K
  return { own, judged: judged.map((i) => solveLower(own, rows[i])) };
}
