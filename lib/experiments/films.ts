import type { Pixels } from "../data/load_pixels.ts";
import { loadPixels } from "../data/load_pixels.ts";
import type { SplitRow } from "../data/split.ts";
import { type Examples, takeExamples } from "../training/examples.ts";
import { classOf, type Experiment } from "./experiment.ts";

/** A film of an experiment. */
export interface ExperimentFilm {
  path: string;
  sha256: string;
  group: string;
  /** One of the experiment's classes. */
  className: string;
  /** Where the film is used; without validation, those films are trained on. */
  part: "train" | "validation" | "test";
}

/**
 * Picks an experiment's films out of a split and gives them its classes.
 *
 * @param experiment The experiment.
 * @param split Rows of `split.csv`.
 * @param options Whether validation films are held out; else they are trained on.
 * @returns The films in the split's order; those of classes the experiment does not know are left
 *   out.
 * @throws {RangeError} Where a class has no training film, naming the classes found.
 */
export function experimentFilms(
  experiment: Pick<Experiment, "id" | "classNames" | "classMap" | "otherClass">,
  split: readonly SplitRow[],
  { holdOutValidation }: { holdOutValidation: boolean },
): ExperimentFilm[] {
  const films = split.flatMap((row): ExperimentFilm[] => {
    const className = classOf(experiment, row.className);
    if (className === undefined) return [];
    const { path, sha256, group } = row;
    const part = row.split === "validation" && !holdOutValidation ? "train" : row.split;
    return [{ path, sha256, group, className, part }];
  });
  for (const className of experiment.classNames) {
    if (!films.some((film) => film.className === className && film.part === "train")) {
      const found = [...new Set(split.map((row) => row.className))].sort().join(", ");
      throw new RangeError(
        `Experiment ${experiment.id} needs films of "${className}" but the data has ${found}`,
      );
    }
  }
  return films;
}

/**
 * Loads an experiment's films as examples, in their order.
 *
 * @param films Films, as {@linkcode experimentFilms} picks them.
 * @param options Folder of the films, size, classes and cache; progress and a signal to stop.
 * @returns Grey levels in `[0, 255]` and class indices.
 */
export async function loadExamples(
  films: readonly ExperimentFilm[],
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
  films: readonly ExperimentFilm[],
  part: ExperimentFilm["part"],
): Examples {
  return takeExamples(examples, films.flatMap((film, i) => film.part === part ? [i] : []));
}
