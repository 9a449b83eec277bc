/**
 * Splits a symmetric, positive definite matrix into a lower triangle times its transpose.
 *
 * @param matrix `[n][n]`; only its lower half is read.
 * @returns `[n][n]`, `L` of `L Lᵀ = matrix`, zero above the diagonal.
 * @throws {RangeError} Where the matrix is not positive definite.
 *
 * @example
 * ```ts
 * import { cholesky } from "lib/evaluation/cholesky.ts";
 * cholesky([[4, 0], [2, 5]].map((row) => Float64Array.from(row))); // [[2, 0], [1, 2]]
 * ```
 */
export function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const lower: Float64Array[] = [];
  for (let i = 0; i < matrix.length; i++) {
    const row = solveLower(lower, matrix[i].subarray(0, i), matrix.length);
    let rest = matrix[i][i];
    for (let j = 0; j < i; j++) rest -= row[j] ** 2;
    if (!(rest > 0)) {
      throw new RangeError(
        `Cannot split a matrix that is not positive definite (row ${i}): add to its diagonal`,
      );
    }
    row[i] = Math.sqrt(rest);
    lower.push(row);
  }
  return lower;
}

/**
 * Solves `L x = b` for a lower triangle.
 *
 * @param lower `[n][≥ n]`, as {@linkcode cholesky} gives it; its first `b.length` rows are used.
 * @param b `[n]`.
 * @param length Length of the answer, zero from `n` on; that of `b` where left out.
 * @returns `x`.
 *
 * @example
 * ```ts
 * import { solveLower } from "lib/evaluation/cholesky.ts";
 * solveLower([[2, 0], [1, 2]].map((row) => Float64Array.from(row)), [4, 6]); // [2, 2]
 * ```
 */
export function solveLower(
  lower: readonly Float64Array[],
  b: ArrayLike<number>,
  length: number = b.length,
): Float64Array {
  const x = new Float64Array(length);
  for (let i = 0; i < b.length; i++) {
    const row = lower[i];
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= row[j] * x[j];
    x[i] = sum / row[i];
  }
  return x;
}
