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
  { rows }: GramMatrix,
  { train, labels, judged, numClasses, cs, jitter = 1e-8 }: ClassifyByGramOptions,
): number[][][] {
  const own = train.map((i) => rows[i].slice());
  const extra = jitter * own.reduce((sum, row, i) => sum + row[i], 0) / train.length;
  own.forEach((row, i) => row[i] += extra > 0 ? extra : jitter);
  // A film's features, turned so that as many axes as films are enough: L of L Lᵀ = K.
  const lower = cholesky(own);
  const seen = judged.map((i) => solveLower(lower, rows[i]));
  return cs.map((c) =>
    predictLogisticRegression(
      fitLogisticRegression(lower, labels, {
        numClasses,
        c,
        classWeight: "balanced",
        tolerance: 1e-4,
      }),
      seen,
    )
  );
}
