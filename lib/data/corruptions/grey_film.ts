/** A grey film, decoded. */
export interface GreyFilm {
  /** Grey levels in `[0, 255]`, `height × width`, row by row. */
  pixels: Uint8Array;
  height: number;
  width: number;
}

/**
 * Changes each grey level for itself.
 *
 * @param film A film.
 * @param change From a grey level in `[0, 255]` to another; rounded and cut off at 0 and 255.
 * @returns Another film.
 *
 * @example
 * ```ts
 * import { mapGrey } from "lib/data/corruptions/grey_film.ts";
 * mapGrey({ pixels: Uint8Array.of(10, 250), height: 1, width: 2 }, (grey) => grey + 20).pixels;
 * // [30, 255]
 * ```
 */
export function mapGrey(film: GreyFilm, change: (grey: number) => number): GreyFilm {
  const levels = Uint8ClampedArray.from({ length: 256 }, (_, grey) => change(grey));
  return { ...film, pixels: film.pixels.map((grey) => levels[grey]) };
}
