import { checkLength } from "./check_labels.ts";

/** Mean and spread of every feature of some rows. */
export interface Standardiser {
  /** `[numFeatures]`, in the features' units. */
  mean: number[];
  /** `[numFeatures]`, standard deviation (divided by n), 1 where a feature is constant. */
  scale: number[];
}

/**
 * Measures mean and standard deviation of every feature, on training rows only.
 *
 * @param xs `[n][numFeatures]`, any finite numbers.
 * @throws {RangeError} Where there are no rows or their lengths differ.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html
 *
 * @example
 * ```ts
 * import { fitStandardiser } from "lib/evaluation/standardise.ts";
 * fitStandardiser([[1, 5], [3, 5]]); // { mean: [2, 5], scale: [1, 1] }
 * ```
 */
export function fitStandardiser(xs: readonly ArrayLike<number>[]): Standardiser {
  if (xs.length === 0) throw new RangeError("Cannot standardise no rows: expected one or more");
  const numFeatures = xs[0].length;
  const mean = new Array<number>(numFeatures).fill(0);
  const squares = new Array<number>(numFeatures).fill(0);
  for (const row of xs) {
    checkLength({ "the first row": xs[0], "another row": row });
    for (let j = 0; j < numFeatures; j++) mean[j] += row[j] / xs.length;
  }
  for (const row of xs) {
    for (let j = 0; j < numFeatures; j++) squares[j] += (row[j] - mean[j]) ** 2 / xs.length;
  }
  const isConstant = (j: number) => squares[j] <= (1e-12 * mean[j]) ** 2;
  return { mean, scale: squares.map((square, j) => isConstant(j) ? 1 : Math.sqrt(square)) };
}

/**
 * Moves and scales features so that the rows that were measured have mean 0 and deviation 1.
 *
 * @param xs `[n][numFeatures]`, in the units that were measured.
 * @param standardiser What {@linkcode fitStandardiser} measured.
 * @returns `[n][numFeatures]`, new rows; `xs` stays as it is.
 * @throws {RangeError} Where the number of features differs.
 *
 * @example
 * ```ts
 * import { standardise } from "lib/evaluation/standardise.ts";
 * standardise([[5]], { mean: [1], scale: [2] }); // [Float64Array [2]]
 * ```
 */
export function standardise(
  xs: readonly ArrayLike<number>[],
  { mean, scale }: Standardiser,
): Float64Array[] {
  return xs.map((row) => {
    checkLength({ "the standardiser": mean, "a row": row });
    return Float64Array.from(row, (x, j) => (x - mean[j]) / scale[j]);
  });
}
