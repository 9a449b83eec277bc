import { loadPixels } from "../data/load_pixels.ts";
import { type Examples, takeExamples } from "../training/examples.ts";
import type { TaskFilm } from "./task_films.ts";

/**
 * Loads a task's films as examples, in their order.
 *
 * @param films Films, as `taskFilms` picks them.
 * @param options Folder of the films, size, classes and cache; progress and a signal to stop.
 * @returns Grey levels in `[0, 255]` and class indices.
 * @throws {Error} Where a film cannot be decoded, naming the file.
 *
 * @example
 * ```ts
 * import { loadExamples } from "lib/experiments/load_examples.ts";
 * import sharp from "sharp";
 * const root = await Deno.makeTempDir();
 * await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .toFile(`${root}/1.png`);
 * const film = { path: "1.png", sha256: "0", group: "", className: "Normal" };
 * const options = { root, classNames: ["Normal"], cacheDir: `${root}/cache` };
 * const films = [{ ...film, part: "train" as const }];
 * (await loadExamples(films, { ...options, imageSize: [8, 8] })).shape; // [8, 8, 1]
 * ```
 */
export async function loadExamples(
  films: readonly TaskFilm[],
  { root, imageSize, classNames, cacheDir, onProgress, signal }: {
    root: string;
    imageSize: [number, number];
    classNames: readonly string[];
    cacheDir: string;
    onProgress?: (done: number, total: number) => void;
    signal?: AbortSignal;
  },
): Promise<Examples> {
  const set = { root, films: [...films] };
  const pixels = await loadPixels(set, { imageSize, cacheDir, onProgress, signal });
  return {
    values: pixels.data,
    shape: pixels.shape.slice(1),
    labels: films.map(({ className }) => classNames.indexOf(className)),
  };
}

/**
 * Takes the examples of one part.
 *
 * @param examples Examples of all films.
 * @param films The films, in the same order.
 * @param part Part wanted.
 * @returns A copy with the part's examples only.
 *
 * @example
 * ```ts
 * import { partOf } from "lib/experiments/load_examples.ts";
 * const film = { path: "1.png", sha256: "0", group: "", className: "Normal" };
 * const films = [{ ...film, part: "train" as const }, { ...film, part: "test" as const }];
 * const examples = { values: new Uint8Array([10, 20]), shape: [1], labels: [0, 0] };
 * partOf(examples, films, "test").values; // [20]
 * ```
 */
export function partOf(
  examples: Examples,
  films: readonly TaskFilm[],
  part: TaskFilm["part"],
): Examples {
  return takeExamples(examples, films.flatMap((film, i) => film.part === part ? [i] : []));
}
