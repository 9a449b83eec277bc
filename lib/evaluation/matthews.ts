/**
 * Returns Matthews's correlation of true and predicted classes, for two classes or more.
 *
 * @param matrix `[numClasses][numClasses]`, counts, rows true classes, columns predicted ones.
 * @returns A number in `[-1, 1]`, 0 for guessing; `NaN` where all films are of one class or are
 *   called one class (scikit-learn says 0).
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.matthews_corrcoef.html
 *
 * @example
 * ```ts
 * import { matthewsCorrelation } from "lib/evaluation/matthews.ts";
 * matthewsCorrelation([[5, 0], [0, 5]]); // 1
 * ```
 */
export function matthewsCorrelation(matrix: readonly (readonly number[])[]): number {
  let films = 0, correct = 0, products = 0, trueSquares = 0, calledSquares = 0;
  matrix.forEach((row, i) => {
    const trueFilms = row.reduce((a, b) => a + b, 0);
    const calledFilms = matrix.reduce((sum, other) => sum + other[i], 0);
    films += trueFilms;
    correct += row[i];
    products += trueFilms * calledFilms;
    trueSquares += trueFilms ** 2;
    calledSquares += calledFilms ** 2;
  });
  const spread = (films ** 2 - trueSquares) * (films ** 2 - calledSquares);
  return spread > 0 ? (correct * films - products) / Math.sqrt(spread) : NaN;
}
