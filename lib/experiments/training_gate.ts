import { fitGate } from "../data/fit_gate.ts";
import type { Gate } from "../data/gate.ts";
import { THUMBNAIL_SIZE } from "../data/inspect_film.ts";
import { loadPixels } from "../data/load_pixels.ts";
import type { TaskFilm } from "./task_films.ts";

/**
 * Makes a gate from the films that a model is trained on.
 *
 * @param films Films, as `taskFilms` picks them; only the training films are looked at.
 * @param options `root`, folder of the films; `cacheDir`, folder of decoded films.
 * @returns The gate; `null` where there are too few films for one.
 * @throws {Error} Where a film cannot be decoded, naming the file.
 *
 * @example
 * ```ts
 * import { trainingGate } from "lib/experiments/training_gate.ts";
 * await trainingGate([], { root: "data/films/mine", cacheDir: await Deno.makeTempDir() }); // null
 * ```
 */
export async function trainingGate(
  films: readonly TaskFilm[],
  { root, cacheDir }: { root: string; cacheDir: string },
): Promise<Gate | null> {
  const train = films.filter(({ part }) => part === "train");
  const imageSize = [THUMBNAIL_SIZE, THUMBNAIL_SIZE] as const;
  const { data } = await loadPixels({ root, films: train }, { imageSize, cacheDir });
  const length = THUMBNAIL_SIZE ** 2;
  const thumbnails = train.map((_, i) => data.subarray(i * length, (i + 1) * length));
  return fitGate(thumbnails, train.map(({ group, path }) => group || path));
}
