/** Options of {@linkcode ssim}. */
export interface SsimOptions {
  height: number;
  width: number;
  /** Side of the square in which means and deviations are taken, odd. @default 7 */
  windowSize?: number;
  /** Difference of the greatest and least value possible. @default 1 */
  dataRange?: number;
}

/**
 * Tells how alike two pictures are in structure: 1 for the same, about 0 for unrelated ones.
 *
 * The mean, over all squares that lie wholly inside, of the likeness of means, deviations and
 * covariance; each square's pixels count the same, and deviations are divided by n − 1.
 *
 * @param a `height × width`, row by row.
 * @param b The other picture, of the same size.
 * @param options Size, window and range of values.
 * @returns In `[-1, 1]`.
 * @throws {RangeError} Where sizes disagree or the window does not fit.
 *
 * @example
 * ```ts
 * import { ssim } from "lib/evaluation/ssim.ts";
 * const picture = Float32Array.from({ length: 64 }, (_, i) => i / 64);
 * ssim(picture, picture, { height: 8, width: 8 }); // 1
 * ```
 *
 * @see Wang and others, "Image quality assessment: from error visibility to structural similarity",
 *   IEEE Transactions on Image Processing 13 (2004)
 */
export function ssim(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { height, width, windowSize = 7, dataRange = 1 }: SsimOptions,
): number {
  if (a.length !== height * width || b.length !== height * width) {
    throw new RangeError(
      `Cannot compare pictures of ${a.length} and ${b.length} pixels: expected ${height} × ${width}`,
    );
  }
  const fits = windowSize <= Math.min(height, width) && windowSize % 2 === 1 && windowSize > 1;
  if (!fits) {
    throw new RangeError(
      `Cannot compare pictures of ${height} × ${width} in squares of ${windowSize}: expected an odd ` +
        "side of 3 or more that fits",
    );
  }
  const [c1, c2] = [(0.01 * dataRange) ** 2, (0.03 * dataRange) ** 2];
  const count = windowSize ** 2;
  let sum = 0;
  for (let top = 0; top + windowSize <= height; top++) {
    for (let left = 0; left + windowSize <= width; left++) {
      let [meanA, meanB] = [0, 0];
      for (let i = 0; i < count; i++) {
        const at = (top + Math.floor(i / windowSize)) * width + left + i % windowSize;
        meanA += a[at] / count;
        meanB += b[at] / count;
      }
      let [varianceA, varianceB, covariance] = [0, 0, 0];
      for (let i = 0; i < count; i++) {
        const at = (top + Math.floor(i / windowSize)) * width + left + i % windowSize;
        varianceA += (a[at] - meanA) ** 2 / (count - 1);
        varianceB += (b[at] - meanB) ** 2 / (count - 1);
        covariance += (a[at] - meanA) * (b[at] - meanB) / (count - 1);
      }
      sum += (2 * meanA * meanB + c1) * (2 * covariance + c2) /
        ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2));
    }
  }
  return sum / ((height - windowSize + 1) * (width - windowSize + 1));
}
