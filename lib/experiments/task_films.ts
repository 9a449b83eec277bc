import type { SplitRow } from "../data/split.ts";
import { EXPERIMENTS } from "./catalogue.ts";
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
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { taskFilms } from "lib/experiments/task_films.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * const films = ["COVID-19", "Normal", "Viral Pneumonia"].map((className, i) =>
 *   makeFilm({ path: `${i}.png`, className, split: "train" }));
 * const split = splitFilms({ films }, { seed: 1, testFraction: 0, validationFraction: 0 });
 * taskFilms(covidOrNormal, split, { holdOutValidation: false }).length; // 2
 * ```
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
        `Task ${task.id} needs films of "${className}" but the data has ${found}; ` +
          fittingRecipes(split),
      );
    }
  }
  return films;
}

/**
 * Tells whether a split has films of every class of a task, to train on and to test.
 *
 * @param task The task.
 * @param split Rows of `split.csv`.
 * @returns Whether the task can be run on it.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { hasAllClasses } from "lib/experiments/task_films.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * const films = ["COVID-19", "Normal", "Viral Pneumonia"].map((className, i) =>
 *   makeFilm({ path: `${i}.png`, className, split: "train" }));
 * const split = splitFilms({ films }, { seed: 1, testFraction: 0, validationFraction: 0 });
 * hasAllClasses(covidOrNormal, split); // false: nothing to test on
 * ```
 */
export function hasAllClasses(task: Task, split: readonly SplitRow[]): boolean {
  return ["train", "test"].every((part) =>
    hasClasses(task, split.filter((row) => row.split === part))
  );
}

function hasClasses(task: Task, rows: readonly SplitRow[]): boolean {
  return task.classNames.every((className) =>
    rows.some((row) => classOf(task, row.className) === className)
  );
}

/** Which experiments the classes at hand are good for. */
function fittingRecipes(split: readonly SplitRow[]): string {
  const ids = Object.values(EXPERIMENTS)
    .filter(({ task }) => hasClasses(task, split))
    .map(({ id }) => id);
  return ids.length > 0
    ? `recipes for these classes: ${ids.join(", ")}`
    : "no recipe is for these classes";
}
