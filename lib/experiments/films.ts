import type { Pixels } from "../data/load_pixels.ts";
import { loadPixels } from "../data/load_pixels.ts";
import type { SplitRow } from "../data/split.ts";
import { type Examples, takeExamples } from "../training/examples.ts";
import { classOf, type Task } from "./task.ts";

/** A film of a task. */
export interface TaskFilm {
  path: string;
  sha256: string;
  group: string;
  /** One of the task's classes. */
  className: string;
  /** Where the film is used; without validation, those films are trained on. */
  part: "train" | "validation" | "test";
}

/**
 * Picks a task's films out of a split and gives them its classes.
 *
 * @param task The task.
 * @param split Rows of `split.csv`.
 * @param options Whether validation films are held out; else they are trained on.
 * @returns The films in the split's order; those of classes the task does not know are left
 *   out.
 * @throws {RangeError} Where a class has no training film, naming the classes found.
 */
export function taskFilms(
  task: Task,
  split: readonly SplitRow[],
  { holdOutValidation }: { holdOutValidation: boolean },
): TaskFilm[] {
  const films = split.flatMap((row): TaskFilm[] => {
    const className = classOf(task, row.className);
    if (className === undefined) return [];
    const { path, sha256, group } = row;
    const part = row.split === "validation" && !holdOutValidation ? "train" : row.split;
    return [{ path, sha256, group, className, part }];
  });
  for (const className of task.classNames) {
    if (!films.some((film) => film.className === className && film.part === "train")) {
      const found = [...new Set(split.map((row) => row.className))].sort().join(", ");
      throw new RangeError(
        `Task ${task.id} needs films of "${className}" but the data has ${found}`,
      );
    }
  }
  return films;
}

/**
 * Loads a task's films as examples, in their order.
 *
 * @param films Films, as {@linkcode taskFilms} picks them.
 * @param options Folder of the films, size, classes and cache; progress and a signal to stop.
 * @returns Grey levels in `[0, 255]` and class indices.
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
  const pixels: Pixels = await loadPixels(set, { imageSize, cacheDir, onProgress, signal });
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
 */
export function partOf(
  examples: Examples,
  films: readonly TaskFilm[],
  part: TaskFilm["part"],
): Examples {
  return takeExamples(examples, films.flatMap((film, i) => film.part === part ? [i] : []));
}
