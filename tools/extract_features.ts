import { join } from "@std/path";
import type { FeatureFilm } from "lib/data/feature_table.ts";
import { progressLine } from "lib/display/progress.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { startEngine } from "lib/engine/start.ts";
import { openBackbone } from "lib/training/open_backbone.ts";
import { writeFilmFeatures } from "lib/training/write_film_features.ts";

/** Options of {@linkcode extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** Name of the frozen network. */
  backbone: string;
  /** Side of the films in pixels. */
  size: number;
  /** Films by number, from 0; the last one is not included. */
  range: readonly [start: number, end: number];
  /** Folder of pretrained backbones. */
  weights: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Writes what a frozen network makes of films into a Parquet file, unless it is there.
 *
 * @param file Parquet file.
 * @param set Folder, name and films.
 * @param options See {@linkcode ExtractFeaturesOptions}.
 * @returns How many films the file holds, of how many features each, and whether it was there.
 * @throws {RangeError} Where the range holds no film.
 * @throws {TypeError} Where the network's weights are missing.
 *
 * @example
 * ```ts ignore
 * import { extractFeatures } from "./extract_features.ts";
 * const options = { backbone: "phantom", size: 96, range: [0, 500] as const, weights: "" };
 * (await extractFeatures("features.parquet", set, options)).numFilms; // 500
 * ```
 */
export async function extractFeatures(
  file: string,
  set: { root: string; name: string; films: readonly FeatureFilm[] },
  { backbone: name, size, range, weights, onProgress, signal }: ExtractFeaturesOptions,
): Promise<{ numFilms: number; numFeatures: number; wasThere: boolean }> {
  await startEngine({ seed: 1 });
  const backbone = await openBackbone(name, {
    weightsDir: weights,
    imageSize: [size, size],
    cacheDir: join(cacheDir(), "backbones"),
    onProgress: progressLine("Backbone"),
    signal,
  });
  try {
    const written = await writeFilmFeatures(file, set, { backbone, range, onProgress, signal });
    return { ...written, numFeatures: backbone.numFeatures };
  } finally {
    backbone.model.dispose();
  }
}
