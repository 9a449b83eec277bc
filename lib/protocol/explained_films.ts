import { join } from "@std/path";
import { loadPixels } from "../data/load_pixels.ts";
import { cacheDir } from "../engine/native_library.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { splitRowsOf } from "../experiments/labels_of.ts";
import type { Study } from "../experiments/study.ts";
import { loadLungNetwork } from "../models/lung_bundle.ts";
import type { ExplainedFilm } from "./explanation_checks.ts";
import { lungsOfFilms } from "./lungs_of_films.ts";

/** Options of {@linkcode explainedFilms}. */
export interface ExplainedFilmsOptions {
  /** Height and width that the network expects, in pixels. */
  imageSize: [number, number];
  /** Folder of a network that outlines lungs, for films that nobody outlined. */
  lungsDir?: string;
  signal?: AbortSignal;
}

/**
 * Reads films whose maps are wanted: each explained for the class that was called, with its lungs where
 * they are known.
 *
 * @param chosen Films as predicted.
 * @param study The study they are from.
 * @param options Size and who outlines lungs.
 * @returns The films, in the same order.
 * @throws {Error} Where a film cannot be read, naming it.
 *
 * @example
 * ```ts ignore
 * import { explainedFilms } from "lib/protocol/explained_films.ts";
 * await explainedFilms(run.predictions.slice(0, 3), study, { imageSize: [224, 224] });
 * ```
 */
export async function explainedFilms(
  chosen: readonly Prediction[],
  study: Study,
  { imageSize, lungsDir, signal }: ExplainedFilmsOptions,
): Promise<ExplainedFilm[]> {
  if (chosen.length === 0) return [];
  const set = { root: study.set.root, films: splitRowsOf(chosen, study) };
  const caches = { cacheDir: join(cacheDir(), "films"), signal };
  const pixels = await loadPixels(set, { imageSize, ...caches });
  const network = lungsDir === undefined ? undefined : await loadLungNetwork(lungsDir);
  try {
    const lungs = await (await lungsOfFilms(set, { network, ...caches }))?.masks(pixels);
    const length = imageSize[0] * imageSize[1];
    return chosen.map(({ path, probabilities }, i) => ({
      path,
      pixels: pixels.data.subarray(i * length, (i + 1) * length),
      classIndex: probabilities.indexOf(Math.max(...probabilities)),
      lungs: lungs?.subarray(i * length, (i + 1) * length),
    }));
  } finally {
    network?.model.dispose();
  }
}
