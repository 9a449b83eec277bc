import { principalComponents } from "./principal_components.ts";
import type { ThumbnailMoments } from "./thumbnail_moments.ts";

/** Films as points, by which far apart ones are told without a look at their pixels. */
export interface ThumbnailPoints {
  /** Coordinates, `[n, dims]`, flat, `[-1, 1]`. */
  points: Float32Array;
  /** Coordinates of a film. */
  dims: number;
}

const MAX_COMPONENTS = 24;
const SAMPLE = 500;

/**
 * Turns thumbnails (mean removed, unit norm) into points of few dimensions, so that two points are
 * never farther apart than the thumbnails `u` and `v` are.
 *
 * The coordinates are the thumbnail's shares `c` along orthonormal directions, and the length `r` of
 * what these leave. By the triangle inequality the rests differ by `|r(u) - r(v)|` at least, so
 * `|c(u) - c(v)|² + (r(u) - r(v))² ≤ |u - v|² = 2 - 2 · correlation`. That holds for any orthonormal
 * directions; those in which up to 500 of the films differ most, found on the averages of 16×16
 * blocks, tell most films apart in their first two coordinates.
 *
 * @param thumbnails Grey levels, `[n, size, size]`, flat.
 * @param options `size`, pixels, a multiple of 8, and the films' moments.
 * @returns One point a film, the coordinate that varies most first; that of a flat film is of no
 *   meaning.
 *
 * @example
 * ```ts
 * import { thumbnailMoments } from "lib/data/thumbnail_moments.ts";
 * import { thumbnailPoints } from "lib/data/thumbnail_points.ts";
 * const thumbnails = Uint8Array.from({ length: 3 * 64 }, (_, i) => i % 7);
 * const options = { size: 8, moments: thumbnailMoments(thumbnails, 64) };
 * thumbnailPoints(thumbnails, options).dims; // 25
 * ```
 */
export function thumbnailPoints(
  thumbnails: Uint8Array,
  { size, moments }: { size: number; moments: ThumbnailMoments },
): ThumbnailPoints {
  const n = thumbnails.length / (size * size);
  const side = size % 16 === 0 ? 16 : 8;
  const blocks = (film: number) => blockMeans(thumbnails, film, { size, side, moments });
  const step = Math.max(1, Math.ceil(n / SAMPLE));
  const sample = Array.from({ length: Math.ceil(n / step) }, (_, i) => blocks(i * step));
  while (sample.length < 2) sample.push(new Float64Array(side * side));
  const { components } = principalComponents(sample, {
    numComponents: MAX_COMPONENTS,
    iterations: 10,
  });
  const directions = components.map((component) => Float64Array.from(component));
  const dims = directions.length + 1;
  const points = new Float32Array(n * dims);
  for (let film = 0; film < n; film++) {
    const own = blocks(film);
    let kept = 0;
    directions.forEach((direction, k) => {
      let share = 0;
      for (let j = 0; j < own.length; j++) share += direction[j] * own[j];
      points[film * dims + k] = share;
      kept += share ** 2;
    });
    points[film * dims + dims - 1] = Math.sqrt(Math.max(0, 1 - kept));
  }
  return { points, dims };
}

/** The film's shares of the blocks' directions (one over the block, 0 elsewhere, of unit norm). */
function blockMeans(
  thumbnails: Uint8Array,
  film: number,
  { size, side, moments: { sums, norms } }: {
    size: number;
    side: number;
    moments: ThumbnailMoments;
  },
): Float64Array {
  const block = size / side;
  const means = new Float64Array(side * side);
  if (norms[film] === 0) return means;
  const start = film * size * size;
  for (let y = 0; y < size; y++) {
    const row = Math.floor(y / block) * side;
    for (let x = 0; x < size; x++) {
      means[row + Math.floor(x / block)] += thumbnails[start + y * size + x];
    }
  }
  const mean = sums[film] / (side * side);
  const scale = size / (norms[film] * block);
  for (let i = 0; i < means.length; i++) means[i] = (means[i] - mean) * scale;
  return means;
}
