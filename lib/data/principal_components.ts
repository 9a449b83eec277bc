import { normal } from "../random/normal.ts";
import { seededRandom } from "../random/seeded.ts";

/** Directions in which data vary most. */
export interface PrincipalComponents {
  /** `[numFeatures]` */
  mean: number[];
  /** `[numComponents][numFeatures]`, orthonormal, the greatest variance first. */
  components: number[][];
  /** `[numComponents]`, variance of the data along each. */
  variances: number[];
  /** Variance of what the components leave, in all. */
  restVariance: number;
}

/**
 * Finds the principal components of data, by subspace iteration.
 *
 * @param rows `[n][numFeatures]`, at least two.
 * @param options `numComponents`, at most the number of features; `iterations`, 60 where left out.
 * @returns Mean, components and variances (divided by n).
 * @throws {RangeError} Where there are too few rows or features.
 *
 * @example
 * ```ts
 * import { principalComponents } from "lib/data/principal_components.ts";
 * principalComponents([[-1, 0], [1, 0]], { numComponents: 1 }).variances; // [1]
 * ```
 */
export function principalComponents(
  rows: readonly ArrayLike<number>[],
  { numComponents, iterations = 60 }: { numComponents: number; iterations?: number },
): PrincipalComponents {
  const n = rows.length;
  const length = rows[0]?.length ?? 0;
  if (n < 2 || numComponents > length || numComponents < 1) {
    throw new RangeError(
      `Cannot find ${numComponents} components of ${n} rows of ${length} features`,
    );
  }
  const mean = Array.from({ length }, (_, j) => {
    let sum = 0;
    for (const row of rows) sum += row[j];
    return sum / n;
  });
  const covariance = covarianceOf(rows, mean);
  const random = seededRandom(0);
  let basis = orthonormal(
    Array.from(
      { length: numComponents },
      () => Float64Array.from({ length }, () => normal(random)),
    ),
  );
  for (let i = 0; i < iterations; i++) basis = orthonormal(basis.map((v) => times(covariance, v)));
  const found = basis.map((v) => ({ v, variance: dot(v, times(covariance, v)) }))
    .sort((a, b) => b.variance - a.variance);
  const total = covariance.reduce((sum, row, j) => sum + row[j], 0);
  const explained = found.reduce((sum, { variance }) => sum + variance, 0);
  return {
    mean,
    components: found.map(({ v }) => [...v]),
    variances: found.map(({ variance }) => variance),
    restVariance: Math.max(0, total - explained),
  };
}

function covarianceOf(rows: readonly ArrayLike<number>[], mean: readonly number[]): Float64Array[] {
  const length = mean.length;
  const covariance = Array.from({ length }, () => new Float64Array(length));
  const centred = new Float64Array(length);
  for (const row of rows) {
    for (let j = 0; j < length; j++) centred[j] = row[j] - mean[j];
    for (let j = 0; j < length; j++) {
      const [target, value] = [covariance[j], centred[j] / rows.length];
      for (let k = j; k < length; k++) target[k] += value * centred[k];
    }
  }
  for (let j = 0; j < length; j++) for (let k = 0; k < j; k++) covariance[j][k] = covariance[k][j];
  return covariance;
}

/** Gram and Schmidt's way; directions that vanish stay zero. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const v = vector.slice();
    const before = Math.sqrt(dot(v, v));
    for (const other of [...basis, ...basis]) { // twice, against rounding
      const share = dot(v, other);
      for (let j = 0; j < v.length; j++) v[j] -= share * other[j];
    }
    const norm = Math.sqrt(dot(v, v));
    const scale = norm > 1e-12 * (before + 1e-300) ? 1 / norm : 0;
    for (let j = 0; j < v.length; j++) v[j] *= scale;
    basis.push(v);
  }
  return basis;
}

function times(matrix: readonly Float64Array[], v: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, v));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
