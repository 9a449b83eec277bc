import { findContradictions } from "../data/audit/find_contradictions.ts";
import { filmPlaces } from "../data/film_places.ts";
import { findProvenances } from "../data/find_provenances.ts";
import type { Film } from "../data/manifest.ts";
import type { SplitRow } from "../data/split.ts";
import { type TaskFilm, taskFilms } from "../experiments/task_films.ts";
import type { Task } from "../experiments/task.ts";

/** Films of a task with what a careful training minds. */
export interface BestFilms {
  /** The task's films; validation films are trained on. */
  films: TaskFilm[];
  /** Indices of the films to learn from: no copy twice, no label that its source contradicts. */
  learnt: number[];
  /** `[film]`, where each comes from, by `findProvenances`. */
  provenances: string[];
  /** `[film]`, the collection: the register of its patient (`ieee:`, `nih:` …), else its set. */
  collections: string[];
  /** `[film]`, the hospital or city, `""` where unknown. */
  places: string[];
  /** `[film]`: whether its published class is normal. */
  isHealthy: boolean[];
  /** Index of each film in the set. */
  inSet: number[];
}

/**
 * Chooses the films of a task that are worth learning from.
 *
 * Of copies of one picture the first is kept; pictures that stand in different classes, and films
 * whose source gives another diagnosis than their class, are left aside (they may still be tested).
 *
 * @param set The set's folder and films.
 * @param options Task and rows of `split.csv`.
 * @returns The films, and which to learn from.
 * @throws {RangeError} Where a class has no films.
 *
 * @example
 * ```ts ignore
 * import { bestFilms } from "lib/protocol/best_films.ts";
 * import { readFilms } from "lib/data/read_films.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { covidOrNot } from "lib/experiments/task.ts";
 * const set = await readFilms("data/films/mine");
 * const { learnt } = await bestFilms(set, { task: covidOrNot, split: splitFilms(set, { seed: 1 }) });
 * ```
 */
export async function bestFilms(
  set: { root: string; films: readonly Film[] },
  { task, split }: { task: Task; split: readonly SplitRow[] },
): Promise<BestFilms> {
  const films = taskFilms(task, split, { holdOutValidation: false });
  const indexOf = new Map(set.films.map(({ path }, i) => [path, i]));
  const inSet = films.map(({ path }) => indexOf.get(path)!);
  const all = findProvenances(set.films);
  const places = await filmPlaces(set);
  const doubtful = new Set(findContradictions(set.films).map(({ path }) => path));
  const copiesOf = (i: number) => set.films[inSet[i]].copyGroup || set.films[inSet[i]].sha256;
  const classesOfCopies = new Map(
    [...Map.groupBy(films.keys(), copiesOf)].map(([key, own]) => [
      key,
      new Set(own.map((i) => films[i].className)).size,
    ]),
  );
  const seen = new Set<string>();
  const learnt = films.flatMap(({ path, part }, i) => {
    const key = copiesOf(i);
    const isWorth = part !== "test" && !doubtful.has(path) && classesOfCopies.get(key) === 1;
    if (!isWorth || seen.has(key)) return [];
    seen.add(key);
    return [i];
  });
  return {
    films,
    learnt,
    provenances: inSet.map((i) => all[i]),
    collections: inSet.map((i) => collectionOf(set.films[i])),
    places: films.map(({ path }) => places.get(path) ?? ""),
    isHealthy: inSet.map((i) => set.films[i].className === "Normal"),
    inSet,
  };
}

function collectionOf({ patientId, source }: Film): string {
  const [register, ...number] = patientId.split(":");
  return number.length > 0 ? register : source;
}
