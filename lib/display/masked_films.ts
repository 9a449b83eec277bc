import type { Pixels } from "../data/load_pixels.ts";
import { maskFilms, type MaskName, MASKS } from "../data/mask_films.ts";
import { type ImageGrid, imageGrid } from "./image_grid.ts";

/** Options of {@linkcode maskedFilms}. */
export interface MaskedFilmsOptions {
  /** `[films, height, width]`, flat, not 0 inside the lungs. */
  lungs: Uint8Array;
  /** One label a film, such as its class. */
  labels: readonly string[];
  /** Controls shown, side by side behind the whole film; all where left out. */
  masks?: readonly MaskName[];
}

/**
 * Shows what each control leaves of films: a row a film, the whole one first.
 *
 * @param pixels A few films, `[films, height, width, 1]`.
 * @param options Lungs, labels, controls.
 * @returns The grid.
 *
 * @example
 * ```ts
 * import { maskedFilms } from "lib/display/masked_films.ts";
 * const shape: [number, number, number, 1] = [1, 8, 8, 1];
 * const film = { data: new Uint8Array(64).fill(90), shape };
 * maskedFilms(film, { lungs: new Uint8Array(64), labels: ["Normal"] }).title;
 * // "What each control leaves of a film"
 * ```
 */
export function maskedFilms(
  pixels: Pixels,
  { lungs, labels, masks = Object.keys(MASKS) as MaskName[] }: MaskedFilmsOptions,
): ImageGrid {
  const [count, height, width] = pixels.shape;
  const batches = [pixels, ...masks.map((mask) => maskFilms(pixels, mask, lungs))];
  const size = height * width;
  const data = new Uint8Array(batches.length * pixels.data.length);
  for (let film = 0; film < count; film++) {
    batches.forEach((batch, i) => {
      const own = batch.data.subarray(film * size, (film + 1) * size);
      data.set(own, (film * batches.length + i) * size);
    });
  }
  return imageGrid({ data, shape: [batches.length * count, height, width, 1] }, {
    columns: batches.length,
    cellSize: 112,
    labels: labels.flatMap((label) => [label, ...masks]),
    title: "What each control leaves of a film",
  });
}
