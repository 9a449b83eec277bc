import { join } from "@std/path";
import { startEngine } from "../engine/start.ts";
import { type FilmMap, readFilmMaps, writeFilmMaps } from "../experiments/film_maps.ts";
import { labelsOf } from "../experiments/labels_of.ts";
import { readRun } from "../experiments/run.ts";
import type { Study } from "../experiments/study.ts";
import { explainFilm, type Explanation } from "../explain/explain_film.ts";
import { loadBundle } from "../models/model_bundle.ts";
import { explainedFilms } from "./explained_films.ts";

/** Options of {@linkcode errorMaps}. */
export interface ErrorMapsOptions {
  /** A finished experiment. */
  experiment: string;
  seed: number;
  /** Way of the maps. @default "hires-cam" */
  method?: Explanation;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Makes a map of every test film that a study's model calls wrongly, for the class that it called, and
 * adds them to `maps/`, where a notebook without a network finds them. Maps that are there stay.
 *
 * @param study The study; the experiment must be finished.
 * @param options See {@linkcode ErrorMapsOptions}.
 * @returns The errors' maps.
 * @throws {Error} Where the experiment has no such run.
 *
 * @example
 * ```ts ignore
 * import { errorMaps } from "lib/protocol/error_maps.ts";
 * (await errorMaps(study, { experiment: "E+", seed: 1 })).length;
 * ```
 */
export async function errorMaps(
  study: Study,
  { experiment, seed, method = "hires-cam", onProgress, signal }: ErrorMapsOptions,
): Promise<FilmMap[]> {
  const run = await readRun(join(study.out, "experiments", experiment, `seed-${seed}`));
  if (!run) {
    throw new Error(`Cannot explain ${experiment}: no run of seed ${seed}; train it first`);
  }
  const { films, yTrue, yPred } = labelsOf(run, study, "test");
  const wrong = films.filter((_, i) => yTrue[i] !== yPred[i]);
  const known = await readFilmMaps(study.out, { experiment, seed });
  const isThere = (path: string) => known.some((map) => map.path === path && map.method === method);
  const missing = wrong.filter(({ path }) => !isThere(path));
  if (missing.length > 0) {
    await startEngine({ seed });
    const { model, info } = await loadBundle(join(run.dir, "model"));
    try {
      const { imageSize } = info.preprocessing;
      const read = await explainedFilms(missing, study, { imageSize, signal });
      for (const [i, { path, pixels, classIndex }] of read.entries()) {
        const map = await explainFilm(model, pixels, { imageSize, classIndex, method, signal });
        known.push({ path, className: run.classNames[classIndex], method, map });
        onProgress?.(i + 1, read.length, `${experiment}: maps of errors`);
      }
      await writeFilmMaps(study.out, { experiment, seed }, known);
    } finally {
      model.dispose();
    }
  }
  const paths = new Set(wrong.map(({ path }) => path));
  const maps = await readFilmMaps(study.out, { experiment, seed });
  return maps.filter((map) => paths.has(map.path) && map.method === method);
}
