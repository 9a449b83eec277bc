/**
 * Shrinks a square picture to a whole part of its size; each pixel becomes the mean of a block.
 *
 * @param picture Values row by row: `[size * size]`.
 * @param to New width and height, a divisor of the old one.
 * @returns The smaller picture: `[to * to]`.
 *
 * @example
 * ```ts
 * import { shrink } from "lib/data/phantom/shrink.ts";
 * shrink(Float32Array.of(1, 2, 3, 6), 1)[0]; // 3
 * ```
 */
export function shrink(picture: Float32Array, to: number): Float32Array {
  const size = Math.sqrt(picture.length);
  const block = size / to;
  if (block === 1) return picture;
  const small = new Float32Array(to * to);
  for (let y = 0, i = 0; y < size; y++) {
    const row = Math.floor(y / block) * to;
    for (let x = 0; x < size; x++, i++) {
      small[row + Math.floor(x / block)] += picture[i] / (block * block);
    }
  }
  return small;
}
