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

const COARSE = 8;
const BLOCK = 64;

/**
 * Finds films that show the same picture, also in another contrast, size or file format, from
 * their pixels: thumbnails, mean removed and scaled to unit norm, that correlate at .98 or more.
 *
 * Every pair is judged, exactly. Most are settled on the 8×8 averages alone: by Cauchy and Schwarz
 * the finer detail can add no more than the product of its two norms. Pictures of one flat grey
 * correlate with nothing. Pictures flipped or turned are not found, nor are serial films of one
 * patient: those lie anywhere from .75 up, mixed with unrelated films.
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
  if (size % COARSE !== 0 || thumbnails.length % length !== 0) {
    throw new RangeError(
      `Cannot compare thumbnails: expected whole films of ${size}×${size} (a multiple of ${COARSE}), ` +
        `but found ${thumbnails.length} grey levels`,
    );
  }
  const n = thumbnails.length / length;
  const fine = unitVectors(thumbnails, length);
  const { coarse, rest } = coarseVectors(fine, size);
  const pairs: DuplicatePair[] = [];
  for (let startA = 0; startA < n; startA += BLOCK) {
    for (let startB = startA; startB < n; startB += BLOCK) {
      for (let a = startA; a < Math.min(startA + BLOCK, n); a++) {
        for (let b = Math.max(startB, a + 1); b < Math.min(startB + BLOCK, n); b++) {
          const bound = dot(coarse, COARSE * COARSE, a, b) + rest[a] * rest[b];
          if (bound < threshold - 1e-4) continue;
          const correlation = Math.min(1, dot(fine, length, a, b));
          if (correlation >= threshold) pairs.push({ a, b, correlation });
        }
      }
    }
  }
  return pairs.sort((p, q) => p.a - q.a || p.b - q.b);
}

/** Removes each film's mean and scales it to unit norm; a flat film becomes zeros. */
function unitVectors(thumbnails: Uint8Array, length: number): Float32Array {
  const vectors = new Float32Array(thumbnails.length);
  for (let start = 0; start < thumbnails.length; start += length) {
    let sum = 0;
    let squares = 0;
    for (let i = start; i < start + length; i++) {
      sum += thumbnails[i];
      squares += thumbnails[i] ** 2;
    }
    const mean = sum / length;
    const norm = Math.sqrt(Math.max(0, squares - sum * mean));
    if (norm < 1e-6) continue;
    for (let i = start; i < start + length; i++) vectors[i] = (thumbnails[i] - mean) / norm;
  }
  return vectors;
}

/** Projects each film on 8×8 blocks (orthonormal), and measures what that leaves out. */
function coarseVectors(fine: Float32Array, size: number) {
  const length = size * size;
  const side = size / COARSE;
  const n = fine.length / length;
  const coarse = new Float32Array(n * COARSE * COARSE);
  const rest = new Float64Array(n);
  for (let film = 0; film < n; film++) {
    const target = film * COARSE * COARSE;
    for (let i = 0; i < length; i++) {
      const row = Math.floor(i / size / side);
      const column = Math.floor((i % size) / side);
      coarse[target + row * COARSE + column] += fine[film * length + i] / side;
    }
    let kept = 0;
    for (let i = target; i < target + COARSE * COARSE; i++) kept += coarse[i] ** 2;
    rest[film] = Math.sqrt(Math.max(0, 1 - kept));
  }
  return { coarse, rest };
}

function dot(vectors: Float32Array, length: number, a: number, b: number): number {
  let sum = 0;
  const startA = a * length;
  const startB = b * length;
  for (let i = 0; i < length; i++) sum += vectors[startA + i] * vectors[startB + i];
  return sum;
}
