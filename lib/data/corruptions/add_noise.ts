import { normal } from "../../random/normal.ts";
import { seededRandom } from "../../random/seeded.ts";
import type { GreyFilm } from "./grey_film.ts";

/**
 * Adds noise to each pixel, normally distributed.
 *
 * @param film A film.
 * @param options `deviation`, in grey levels of 255; `seed`.
 * @returns Another film, cut off at 0 and 255.
 *
 * @example
 * ```ts
 * import { addNoise } from "lib/data/corruptions/add_noise.ts";
 * const film = { pixels: new Uint8Array(4).fill(128), height: 2, width: 2 };
 * addNoise(film, { deviation: 10, seed: 1 }).pixels.length; // 4
 * ```
 */
export function addNoise(
  film: GreyFilm,
  { deviation, seed }: { deviation: number; seed: number },
): GreyFilm {
  const random = seededRandom(seed);
  const pixels = Uint8ClampedArray.from(film.pixels, (grey) => grey + deviation * normal(random));
  return { ...film, pixels: new Uint8Array(pixels.buffer) };
}
