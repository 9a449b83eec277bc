import type { ValueGrid } from "../data/resize_values.ts";
import { heatOverlay } from "./heat_colors.ts";
import { type ImageGrid, imageGrid, type ImageGridOptions } from "./image_grid.ts";

/** A film and what spoke for a class on it. */
export interface MappedFilm {
  /** Grey film, row by row, `[0, 255]`. */
  film: { data: Uint8Array; width: number; height: number };
  /** Values in `[0, 1]`, stretched over the film; left out for the film alone. */
  map?: ValueGrid;
  /** Text under the picture. */
  label: string;
}

/**
 * Lays films out under their maps, with what a map does and does not mean in small print.
 *
 * @param films Films, with maps or without.
 * @param options Title, columns.
 * @returns The grid.
 * @throws {RangeError} Where there are no films.
 *
 * @example
 * ```ts
 * import { filmMapsGrid } from "lib/display/film_maps_grid.ts";
 * const film = { data: new Uint8Array(64).fill(90), width: 8, height: 8 };
 * const map = { values: Float32Array.of(0, 1, 0, 0), width: 2, height: 2 };
 * filmMapsGrid([{ film, label: "film" }, { film, map, label: "Grad-CAM" }], { title: "A film" });
 * ```
 */
export function filmMapsGrid(
  films: readonly MappedFilm[],
  options: Pick<ImageGridOptions, "title" | "columns" | "caption" | "cellSize">,
): ImageGrid {
  const images = films.map(({ film, map }) => ({
    ...film,
    overlay: map && heatOverlay(map, film),
  }));
  return imageGrid(images, {
    caption: CAPTION,
    ...options,
    labels: films.map(({ label }) => label),
  });
}

const CAPTION =
  "Colour: what spoke for the class called, the strongest brightest on each film. A map " +
  "inside the lungs is no proof that they were read; one outside is a reason to doubt.";
