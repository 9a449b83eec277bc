import { fitStandardiser, standardise } from "./standardise.ts";

/** Films by films: how alike their features are. */
export interface GramMatrix {
  /** `[n][numTrain]`, every film against the training films. */
  rows: Float64Array[];
  /** How many features it comes from: what it weighs in a {@linkcode joinGrams}. */
  numFeatures: number;
}

/**
 * Multiplies every film's standardised features with those of the training films.
 *
 * With a penalty on squared coefficients a linear classifier needs no more than these products, and
 * there are far fewer films than features: many settings are then tried in the time of one.
 *
 * @param xs `[n][numFeatures]`, features of all films.
 * @param train Indices of the training films, by which mean and deviation are measured.
 * @returns The products, each divided by the number of features.
 * @throws {RangeError} Where there is no training film.
 * @see B. Schölkopf and A. Smola, Learning with Kernels, 2002, section 2.2 (the linear kernel).
 *
 * @example
 * ```ts
 * import { gramMatrix } from "lib/evaluation/gram_matrix.ts";
 * gramMatrix([[1], [3], [7]], [0, 1]).rows; // [[1, -1], [-1, 1], [-5, 5]]
 * ```
 */
export function gramMatrix(
  xs: readonly ArrayLike<number>[],
  train: readonly number[],
): GramMatrix {
  const scaled = standardise(xs, fitStandardiser(train.map((i) => xs[i])));
  const numFeatures = xs[0].length;
  const rows = scaled.map((film) =>
    Float64Array.from(train, (i) => {
      const other = scaled[i];
      let sum = 0;
      for (let j = 0; j < numFeatures; j++) sum += film[j] * other[j];
      return sum / numFeatures;
    })
  );
  return { rows, numFeatures };
}

/**
 * The products of films whose features are put one after the other.
 *
 * @param grams One a source of features, for the same films.
 * @returns Their sum, each weighed by its number of features.
 * @throws {RangeError} Where there is none.
 *
 * @example
 * ```ts
 * import { gramMatrix, joinGrams } from "lib/evaluation/gram_matrix.ts";
 * const train = [0, 1];
 * const grams = [gramMatrix([[1], [3]], train), gramMatrix([[5], [5]], train)];
 * joinGrams(grams).rows; // [[0.5, -0.5], [-0.5, 0.5]]
 * ```
 */
export function joinGrams(grams: readonly GramMatrix[]): GramMatrix {
  if (grams.length === 0) throw new RangeError("Cannot join no features: expected one source");
  const numFeatures = grams.reduce((sum, gram) => sum + gram.numFeatures, 0);
  const rows = grams[0].rows.map((row, i) =>
    row.map((_, j) =>
      grams.reduce((sum, gram) => sum + gram.numFeatures * gram.rows[i][j], 0) / numFeatures
    )
  );
  return { rows, numFeatures };
}
