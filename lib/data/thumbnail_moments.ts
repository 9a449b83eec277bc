/** What a film's grey levels add up to; whole numbers, hence exact. */
export interface ThumbnailMoments {
  /** Sum of each film's grey levels. */
  sums: Float64Array;
  /** Of each film the root of `length · Σx² - (Σx)²`; 0 where it is of one flat grey. */
  norms: Float64Array;
}

/**
 * Sums up each film's grey levels and their squares.
 *
 * @param thumbnails Grey levels, films one after the other.
 * @param length Grey levels of one film.
 * @returns Sums and norms, `[n]` each.
 *
 * @example
 * ```ts
 * import { thumbnailMoments } from "lib/data/thumbnail_moments.ts";
 * thumbnailMoments(Uint8Array.of(1, 3), 2).norms; // [2]: √(2 · (1 + 9) - 4²)
 * ```
 */
export function thumbnailMoments(thumbnails: Uint8Array, length: number): ThumbnailMoments {
  const n = thumbnails.length / length;
  const sums = new Float64Array(n);
  const norms = new Float64Array(n);
  for (let film = 0; film < n; film++) {
    let sum = 0;
    let squares = 0;
    for (let i = film * length; i < (film + 1) * length; i++) {
      sum += thumbnails[i];
      squares += thumbnails[i] ** 2;
    }
    sums[film] = sum;
    norms[film] = Math.sqrt(length * squares - sum * sum);
  }
  return { sums, norms };
}
