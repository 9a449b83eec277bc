import { type GreyFilm, mapGrey } from "./grey_film.ts";

/**
 * Bends the scale of grey levels: `255 (grey / 255) ^ gamma`.
 *
 * @param film A film.
 * @param gamma Above 0; above 1 darkens, 1 changes nothing.
 * @returns Another film.
 * @throws {RangeError} Where `gamma` is not above 0.
 *
 * @example
 * ```ts
 * import { changeGamma } from "lib/data/corruptions/grey_levels.ts";
 * changeGamma({ pixels: Uint8Array.of(0, 128, 255), height: 1, width: 3 }, 2).pixels; // [0, 64, 255]
 * ```
 */
export function changeGamma(film: GreyFilm, gamma: number): GreyFilm {
  if (!(gamma > 0)) throw new RangeError(`Cannot bend grey levels by ${gamma}: expected above 0`);
  return mapGrey(film, (grey) => 255 * (grey / 255) ** gamma);
}

/**
 * Stretches grey levels about their mean, or presses them together.
 *
 * @param film A film.
 * @param factor 1 changes nothing, 0 leaves one grey.
 * @returns Another film, cut off at 0 and 255.
 *
 * @example
 * ```ts
 * import { changeContrast } from "lib/data/corruptions/grey_levels.ts";
 * changeContrast({ pixels: Uint8Array.of(100, 200), height: 1, width: 2 }, 0.5).pixels; // [125, 175]
 * ```
 */
export function changeContrast(film: GreyFilm, factor: number): GreyFilm {
  const mean = film.pixels.reduce((a, b) => a + b, 0) / film.pixels.length;
  return mapGrey(film, (grey) => mean + factor * (grey - mean));
}

/**
 * Exchanges black and white.
 *
 * @param film A film.
 * @returns Another film.
 *
 * @example
 * ```ts
 * import { invertFilm } from "lib/data/corruptions/grey_levels.ts";
 * invertFilm({ pixels: Uint8Array.of(0, 200), height: 1, width: 2 }).pixels; // [255, 55]
 * ```
 */
export function invertFilm(film: GreyFilm): GreyFilm {
  return mapGrey(film, (grey) => 255 - grey);
}
