import { loadPixels } from "../data/load_pixels.ts";
import type { Examples } from "../training/examples.ts";
import { loadFeatures, type LoadFeaturesOptions } from "./load_features.ts";
import type { TaskFilm } from "./task_films.ts";

/** Options of {@linkcode loadFilmFeatures}. */
export interface LoadFilmFeaturesOptions extends LoadFeaturesOptions {
  /** Folder of the films. */
  root: string;
  /** Folder of decoded films. */
  cacheDir: string;
  /** Films whose pixels are in memory at a time. @default 256 */
  chunkSize?: number;
}

/**
 * Takes a task's films through decoding and a frozen backbone, some at a time: the features are those
 * of `loadPixels` and `loadFeatures`, but the pixels of all films are never in memory together.
 *
 * @param films Films, as `taskFilms` picks them.
 * @param options See {@linkcode LoadFilmFeaturesOptions}.
 * @returns Features with class indices, in the films' order.
 * @throws {Error} Where a film cannot be decoded, naming the file.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { loadFilmFeatures } from "lib/experiments/load_film_features.ts";
 * const caches = { cacheDir: "cache/films", featuresDir: "cache/features" };
 * const options = { ...caches, root: set.root, backbone, classNames };
 * (await loadFilmFeatures(films, options)).shape; // [1024]
 * ```
 */
export async function loadFilmFeatures(
  films: readonly TaskFilm[],
  { root, cacheDir, chunkSize = 256, onProgress, ...options }: LoadFilmFeaturesOptions,
): Promise<Examples> {
  const { backbone: { imageSize }, signal } = options;
  let all: Examples | undefined;
  for (let start = 0; start === 0 || start < films.length; start += chunkSize) {
    const chunk = films.slice(start, start + chunkSize);
    const pixels = await loadPixels({ root, films: chunk }, { imageSize, cacheDir, signal });
    const { values, shape, labels } = await loadFeatures(pixels, chunk, {
      ...options,
      onProgress: (done) => onProgress?.(start + done, films.length),
    });
    const length = shape.reduce((product, side) => product * side, 1);
    all ??= { values: new Float32Array(films.length * length), shape, labels: [] };
    all.values.set(values, start * length);
    all.labels.push(...labels);
    onProgress?.(start + chunk.length, films.length);
  }
  return all!;
}
