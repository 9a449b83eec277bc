import { mapParallel } from "../data/map_parallel.ts";
import type { FilmAnswer } from "../models/answer_film.ts";
import type { ModelBundle } from "../models/open_bundle.ts";
import { predictFilm } from "./predict_film.ts";

/** What came of one film. */
export type FilmResult =
  | { film: string; answer: FilmAnswer; error?: undefined }
  | { film: string; answer?: undefined; error: string };

/** Options of {@linkcode predictFilms}. */
export interface PredictFilmsOptions {
  /** Called with each result as it is there, not always in the films' order; waited for. */
  onResult?: (result: FilmResult) => void | Promise<void>;
  /** Called after each film with how many are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next film. */
  signal?: AbortSignal;
}

/** Some are decoded while the network looks at another. */
const FILMS_AT_A_TIME = 4;

/**
 * Asks a model about many films. Not for diagnosis.
 *
 * A film that cannot be read does not stop the others, and what is said of a film does not depend on
 * the others: it is the same as `predictFilm` says.
 *
 * @param bundles One model, or several of the same classes and size.
 * @param options `films`, paths of picture or DICOM files; progress and a signal to stop.
 * @returns A result for each film, in their order; memory does not grow with their size.
 *
 * @example
 * ```ts ignore
 * import { predictFilms } from "lib/experiments/predict_films.ts";
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * const bundle = await loadBundle("outputs/phantom-quick/experiments/C/seed-1/model");
 * const results = await predictFilms([bundle], { films: ["1.png", "2.png"] });
 * results.filter(({ error }) => error).length; // films that could not be read
 * ```
 */
export async function predictFilms(
  bundles: readonly ModelBundle[],
  { films, onResult, onProgress, signal }: PredictFilmsOptions & { films: readonly string[] },
): Promise<FilmResult[]> {
  return await mapParallel(films, async (film) => {
    const result = await judge(film, bundles);
    await onResult?.(result);
    return result;
  }, { limit: FILMS_AT_A_TIME, onProgress, signal });
}

async function judge(film: string, bundles: readonly ModelBundle[]): Promise<FilmResult> {
  try {
    return { film, answer: await predictFilm(bundles, film) };
  } catch (error) {
    return { film, error: (error as Error).message };
  }
}
