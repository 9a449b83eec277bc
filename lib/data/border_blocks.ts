/** A part of a film's border: a corner, or a side between two corners. */
export type BorderRegion =
  | "top left corner"
  | "top right corner"
  | "bottom left corner"
  | "bottom right corner"
  | "top edge"
  | "bottom edge"
  | "left edge"
  | "right edge";

/** What is seen of the borders of some films. */
export interface BorderBlocks {
  /** Where each column of `columns` lies. */
  regions: BorderRegion[];
  /** `[numColumns][n]`: mean, then brightest point, of each block, a film's own border taken out. */
  columns: Float64Array[];
}

const SIZE = 64;
const SIDE = 4;
const GRID = SIZE / SIDE;
/** The border is two blocks deep, an eighth of the film; a corner reaches four blocks along it. */
const DEPTH = 2;
const CORNER = 4;
/** Grey levels that count as no spread at all. */
const LEAST_SPREAD = 4;

/**
 * Cuts the border of each film into 112 small blocks and describes each by its mean and its
 * brightest point: what a burnt-in letter, a marker or a shutter changes in one place.
 *
 * Values are taken relative to the film's own border (its median and spread), so that a film that is
 * brighter all over does not stand out in every block.
 *
 * @param thumbnails Grey levels of `readFilms`, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns 224 columns, two a block, and the region of each.
 * @throws {RangeError} Where the length is no multiple of 64².
 *
 * @example
 * ```ts
 * import { borderBlocks } from "lib/data/border_blocks.ts";
 * borderBlocks(new Uint8Array(64 * 64)).regions[0]; // "top left corner"
 * ```
 */
export function borderBlocks(thumbnails: Uint8Array): BorderBlocks {
  const n = thumbnails.length / SIZE ** 2;
  if (!Number.isInteger(n)) {
    throw new RangeError(
      `Cannot cut borders into blocks: expected whole films of ${SIZE}×${SIZE}, but found ` +
        `${thumbnails.length} grey levels`,
    );
  }
  const blocks = Array.from({ length: GRID * GRID }, (_, i) => i)
    .filter((i) => distance(i % GRID) < DEPTH || distance(Math.floor(i / GRID)) < DEPTH);
  const columns = Array.from({ length: 2 * blocks.length }, () => new Float64Array(n));
  for (let film = 0; film < n; film++) {
    const greys = thumbnails.subarray(film * SIZE ** 2, (film + 1) * SIZE ** 2);
    const looks = blocks.map((block) => lookOf(greys, block));
    const middle = median(looks.map(({ mean }) => mean));
    const spread = 1.4826 * median(looks.map(({ mean }) => Math.abs(mean - middle)));
    looks.forEach(({ mean, peak }, i) => {
      columns[2 * i][film] = (mean - middle) / Math.max(spread, LEAST_SPREAD);
      columns[2 * i + 1][film] = (peak - middle) / Math.max(spread, LEAST_SPREAD);
    });
  }
  return { regions: blocks.flatMap((block) => [regionOf(block), regionOf(block)]), columns };
}

function lookOf(greys: Uint8Array, block: number): { mean: number; peak: number } {
  const top = Math.floor(block / GRID) * SIDE;
  const left = (block % GRID) * SIDE;
  let sum = 0, peak = 0;
  for (let y = top; y < top + SIDE; y++) {
    for (let x = left; x < left + SIDE; x++) {
      const grey = greys[y * SIZE + x];
      sum += grey;
      if (grey > peak) peak = grey;
    }
  }
  return { mean: sum / SIDE ** 2, peak };
}

function regionOf(block: number): BorderRegion {
  const [x, y] = [block % GRID, Math.floor(block / GRID)];
  const across = x < CORNER ? "left" : x >= GRID - CORNER ? "right" : "";
  const along = y < CORNER ? "top" : y >= GRID - CORNER ? "bottom" : "";
  if (across && along) return `${along} ${across} corner` as BorderRegion;
  return `${across || along} edge` as BorderRegion;
}

/** Blocks between a block and the nearest border. */
function distance(place: number): number {
  return Math.min(place, GRID - 1 - place);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
