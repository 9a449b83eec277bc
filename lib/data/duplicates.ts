import { closePairs } from "./close_pairs.ts";
import { thumbnailMoments } from "./thumbnail_moments.ts";
import { thumbnailPoints } from "./thumbnail_points.ts";

/** Settings of {@linkcode findDuplicates}. */
export interface FindDuplicatesOptions {
  /** Side of the thumbnails, pixels, a multiple of 8. */
  size?: number;
  /** Smallest correlation that counts as the same picture. */
  threshold?: number;
}

/** Two films that show the same picture. */
export interface DuplicatePair {
  /** Index of the first film. */
  a: number;
  /** Index of the second, greater than `a`. */
  b: number;
  /** Correlation of the thumbnails, `[threshold, 1]`. */
  correlation: number;
}

/** Thumbnails are cut into blocks by so many pixels. */
const BLOCK = 8;

/** Far above what rounding can move a squared distance by, far below what two films differ by. */
const ROUNDING = 1e-5;

/**
 * Finds films that show the same picture, also in another contrast, size or file format, from
 * their pixels: thumbnails, mean removed and scaled to unit norm, that correlate at .98 or more.
 *
 * No pair is missed, and few are looked at: two such thumbnails lie at most `√(2 - 2 · .98) = .2`
 * apart, so only pairs are compared pixel by pixel whose points (`thumbnailPoints`), which are never
 * farther apart than the thumbnails, lie within that. What is compared is counted in whole numbers,
 * so a correlation does not depend on any order of adding up. The memory needed is that of the
 * points, 100 bytes a film, and of the pairs found.
 *
 * Pictures of one flat grey correlate with nothing. Pictures flipped or turned are not found, nor
 * are serial films of one patient: those lie anywhere from .75 up, mixed with unrelated films.
 *
 * @param thumbnails Grey levels, `[n, size, size]`, flat.
 * @returns Pairs, in the order of `a`, then `b`.
 * @throws {RangeError} Where the length is no multiple of `size²`.
 *
 * @example
 * ```ts
 * import { findDuplicates } from "lib/data/duplicates.ts";
 * const ramp = Array.from({ length: 64 }, (_, i) => i);
 * const thumbnails = Uint8Array.from([...ramp, ...ramp.map((x) => 2 * x + 9), ...ramp.map((x) => x % 7)]);
 * findDuplicates(thumbnails, { size: 8 }).length; // 1
 * ```
 */
export function findDuplicates(
  thumbnails: Uint8Array,
  { size = 64, threshold = 0.98 }: FindDuplicatesOptions = {},
): DuplicatePair[] {
  const length = size * size;
  if (size % BLOCK !== 0 || thumbnails.length % length !== 0) {
    throw new RangeError(
      `Cannot compare thumbnails: expected whole films of ${size}×${size} (a multiple of ${BLOCK}), ` +
        `but found ${thumbnails.length} grey levels`,
    );
  }
  if (thumbnails.length < 2 * length) return [];
  const moments = thumbnailMoments(thumbnails, length);
  const { sums, norms } = moments;
  const { points, dims } = thumbnailPoints(thumbnails, { size, moments });
  const radius = Math.sqrt(2 - 2 * threshold + ROUNDING);
  const pairs: DuplicatePair[] = [];
  closePairs(points, { dims, radius, skip: (film) => norms[film] === 0 }, (a, b) => {
    const product = length * dot(thumbnails, length, a, b) - sums[a] * sums[b];
    const correlation = Math.min(1, product / (norms[a] * norms[b]));
    if (correlation >= threshold) pairs.push({ a, b, correlation });
  });
  return pairs.sort((p, q) => p.a - q.a || p.b - q.b);
}

function dot(thumbnails: Uint8Array, length: number, a: number, b: number): number {
  let sum = 0;
  const startA = a * length;
  const startB = b * length;
  for (let i = 0; i < length; i++) sum += thumbnails[startA + i] * thumbnails[startB + i];
  return sum;
}
