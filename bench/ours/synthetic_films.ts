import type { Examples } from "lib/training/examples.ts";

/** Options of {@linkcode syntheticFilms}. */
export interface SyntheticFilmsOptions {
  numFilms: number;
  /** Height and width in pixels. */
  imageSize: [number, number];
}

/**
 * Makes grey films of noise, every other one brighter, so that there is something to learn. The
 * peers' `synthetic_films.py` makes the same bytes.
 *
 * @param options Number and size.
 * @returns Films with classes 0 (darker) and 1 (brighter) in turn.
 *
 * @example
 * ```ts
 * import { syntheticFilms } from "./synthetic_films.ts";
 * syntheticFilms({ numFilms: 2, imageSize: [4, 4] }).labels; // [0, 1]
 * ```
 */
export function syntheticFilms({ numFilms, imageSize }: SyntheticFilmsOptions): Examples {
  const [height, width] = imageSize;
  const values = new Uint8Array(numFilms * height * width);
  const labels = Array.from({ length: numFilms }, (_, i) => i % 2);
  for (let i = 0; i < values.length; i++) {
    let x = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    const film = Math.floor(i / (height * width));
    values[i] = ((x ^ (x >>> 15)) & 127) + 64 * labels[film];
  }
  return { values, shape: [height, width, 1], labels };
}

/**
 * Sums pixels, so that sides can show that they had the same.
 *
 * @param films Films.
 * @returns Sum of all grey levels.
 *
 * @example
 * ```ts
 * import { pixelSum } from "./synthetic_films.ts";
 * pixelSum({ values: new Uint8Array([1, 2]), shape: [2], labels: [0] }); // 3
 * ```
 */
export function pixelSum({ values }: Examples): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
