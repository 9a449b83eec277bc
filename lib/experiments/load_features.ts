import type { Pixels } from "../data/load_pixels.ts";
import type { Backbone } from "../models/backbone.ts";
import { cachedFeatures } from "../training/cached_features.ts";
import type { Examples } from "../training/examples.ts";
import type { TaskFilm } from "./task_films.ts";

/** Options of {@linkcode loadFeatures}. */
export interface LoadFeaturesOptions {
  /** The frozen network. */
  backbone: Backbone;
  /** Folder of cached features. */
  featuresDir: string;
  /** Classes in the order of their indices. */
  classNames: readonly string[];
  /** Layer whose whole map is wanted; the last one's average where left out. */
  layer?: string;
  /** Called with how many films are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Runs a task's films through a frozen backbone, or reads from the cache what that gave before.
 *
 * @param pixels The films' pixels, of the backbone's size.
 * @param films The films, in the same order.
 * @param options See {@linkcode LoadFeaturesOptions}.
 * @returns Features with class indices, in the films' order.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { loadFeatures } from "lib/experiments/load_features.ts";
 * const features = await loadFeatures(pixels, films, { backbone, featuresDir, classNames });
 * ```
 */
export async function loadFeatures(
  pixels: Pixels,
  films: readonly TaskFilm[],
  { featuresDir, classNames, layer, ...options }: LoadFeaturesOptions,
): Promise<Examples> {
  const { data, shape } = await cachedFeatures(pixels, {
    ...options,
    cacheDir: featuresDir,
    layer,
    pooling: layer ? "none" : "average",
  });
  const labels = films.map(({ className }) => classNames.indexOf(className));
  return { values: data, shape: shape.slice(1), labels };
}
