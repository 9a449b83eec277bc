/**
 * Blurs a square picture with a Gaussian.
 *
 * @param picture Values row by row: `[size * size]`.
 * @param sigma Standard deviation in pixels; below 0.2 the picture is returned as it is.
 * @returns The blurred picture; edges repeat.
 *
 * @example
 * ```ts
 * import { blur } from "lib/data/phantom/blur.ts";
 * blur(new Float32Array(16).fill(3), 1)[0]; // 3
 * ```
 */
export function blur(picture: Float32Array, sigma: number): Float32Array {
  if (sigma < 0.2) return picture;
  const size = Math.sqrt(picture.length);
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Float64Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((a, b) => a + b);
  kernel.forEach((weight, i) => kernel[i] = weight / total);
  const line = new Float64Array(size + 2 * reach);
  const blurred = new Float32Array(picture);
  for (const [along, beside] of [[1, size], [size, 1]]) {
    for (let n = 0; n < size; n++) {
      for (let i = 0; i < line.length; i++) {
        const place = Math.min(size - 1, Math.max(0, i - reach));
        line[i] = blurred[n * beside + place * along];
      }
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
        blurred[n * beside + i * along] = sum;
      }
    }
  }
  return blurred;
}

const GRID = 16;

/**
 * Averages a square picture over wide neighbourhoods: a 16×16 grid of means, blurred and smoothly
 * joined.
 *
 * @param picture Values row by row: `[size * size]`, at least 16 pixels wide.
 * @param sigma Standard deviation of the blur, in sixteenths of the width.
 * @returns The averages: `[size * size]`.
 */
export function blurWidely(picture: Float32Array, sigma: number): Float32Array {
  const size = Math.sqrt(picture.length);
  const cellOf = Int32Array.from({ length: size }, (_, x) => Math.floor(x * GRID / size));
  const sums = new Float32Array(GRID * GRID);
  const counts = new Float32Array(GRID * GRID);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const cell = cellOf[y] * GRID + cellOf[x];
      sums[cell] += picture[i];
      counts[cell]++;
    }
  }
  const means = blur(sums.map((sum, i) => sum / counts[i]), sigma);
  const places = Float64Array.from(
    { length: size },
    (_, x) => Math.min(GRID - 1.001, Math.max(0, (x + 0.5) * GRID / size - 0.5)),
  );
  const wide = new Float32Array(size * size);
  for (let y = 0, i = 0; y < size; y++) {
    const top = Math.floor(places[y]);
    const v = places[y] - top;
    for (let x = 0; x < size; x++, i++) {
      const left = Math.floor(places[x]);
      const u = places[x] - left;
      const k = top * GRID + left;
      const upper = means[k] + (means[k + 1] - means[k]) * u;
      const lower = means[k + GRID] + (means[k + GRID + 1] - means[k + GRID]) * u;
      wide[i] = upper + (lower - upper) * v;
    }
  }
  return wide;
}
