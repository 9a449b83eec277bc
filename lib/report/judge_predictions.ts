import type { FilmSet } from "../data/read_films.ts";
import { type Film, makeFilm } from "../data/manifest.ts";
import { takeFilms } from "../data/take_films.ts";
import type { Task } from "../experiments/task.ts";
import type { Judgement } from "./judge_set.ts";
import { modelClassOf } from "./model_task.ts";
import type { OutsidePredictions } from "./read_outside_predictions.ts";
import type { TrainingFilms } from "./training_films.ts";

/** What a file of predictions comes to. */
export interface PredictionsJudgement {
  judgement: Judgement;
  /** The evaluated films in the judgement's order, with what `--data` knows of them. */
  films: Film[];
  /** Thumbnails of those films, `[n, 64, 64]`, flat; `undefined` where the films are not at hand. */
  thumbnails: Uint8Array | undefined;
  /** What was left aside or could not be matched, in words. */
  notes: string[];
}

/**
 * Makes a judgement of predictions that another framework wrote. Rows of `train` and `validation`
 * are left aside: figures on films that a model has learnt from say nothing.
 *
 * @param predictions As `readOutsidePredictions` reads them.
 * @param options The model's task; the films where they are at hand, which then tell groups and view.
 * @returns The judgement and the films.
 * @throws {RangeError} Where no row is left to evaluate, saying why.
 *
 * @example
 * ```ts
 * import { judgePredictions } from "lib/report/judge_predictions.ts";
 * import { modelTask } from "lib/report/model_task.ts";
 * const rest = { split: "", patientId: "", group: "", view: "", sex: "", age: NaN, source: "" };
 * const films = [{ path: "a.png", label: "Normal", probabilities: [0.9, 0.1], ...rest }];
 * const classNames = ["Normal", "COVID-19"];
 * judgePredictions({ classNames, films }, { task: modelTask(classNames) }).judgement.films.length; // 1
 * ```
 */
export function judgePredictions(
  { classNames, films }: OutsidePredictions,
  { task, set }: { task: Task; set?: FilmSet },
): PredictionsJudgement {
  const notes: string[] = [];
  const tested = films.filter(({ split }) => !/^(train|val)/i.test(split.trim()));
  if (tested.length < films.length) {
    const aside = films.length - tested.length;
    notes.push(`${aside} rows of train and validation are left aside, ${tested.length} evaluated`);
  }
  if (tested.length === 0) {
    throw new RangeError("Cannot evaluate: all rows are of train or validation, none of a test");
  }
  const twice = firstTwice(tested.map(({ path }) => path));
  if (twice) throw new RangeError(`Cannot evaluate: "${twice}" stands in two test splits`);
  const find = set && filmFinder(set);
  const found = tested.map(({ path }) => find?.(path));
  const missing = tested.filter((_, i) => set && found[i]! < 0);
  if (missing.length === tested.length) {
    throw new RangeError(
      `Cannot evaluate: no path of the predictions is one of "${set!.root}", ` +
        `such as "${missing[0].path}"; paths start from the set's folder`,
    );
  }
  if (missing.length > 0) {
    notes.push(
      `${missing.length} films of the predictions are not in the folder, such as "${
        missing[0].path
      }": evaluated, but without groups, and without floors`,
    );
  }
  const known = tested.map(({ path, label, probabilities: _, ...own }, i): Film => {
    const film = set && found[i]! >= 0
      ? set.films[found[i]!]
      : makeFilm({ path, className: label });
    return {
      ...film,
      path,
      className: label,
      patientId: own.patientId || film.patientId,
      group: own.group || own.patientId || film.group || path,
      view: own.view || film.view,
      sex: own.sex || film.sex,
      age: Number.isNaN(own.age) ? film.age : own.age,
      source: own.source || film.source,
    };
  });
  const judged = known.map((film, i) => ({
    ...film,
    dataClass: film.className,
    trueClass: modelClassOf(task, film.className) ?? "",
    probabilities: tested[i].probabilities,
    abstained: [],
  }));
  if (judged.every(({ trueClass }) => trueClass === "")) {
    const labels = [...new Set(tested.map(({ label }) => label))].slice(0, 5).join(", ");
    throw new RangeError(
      `Cannot evaluate: no label in column true (${labels}) is one of the classes ` +
        classNames.join(", "),
    );
  }
  const isWhole = set !== undefined && missing.length === 0;
  return {
    judgement: { films: judged, failed: [] },
    films: known,
    thumbnails: isWhole ? thumbnailsOf(set, found as number[]) : undefined,
    notes,
  };
}

/**
 * Gathers the films that a file of predictions calls training or validation films.
 *
 * @param predictions As `readOutsidePredictions` reads them.
 * @param set The films at hand.
 * @returns The films; `undefined` where the file names none, or none of them is at hand.
 *
 * @example
 * ```ts ignore
 * import { trainingOfPredictions } from "lib/report/judge_predictions.ts";
 * declare const set: import("lib/data/read_films.ts").FilmSet;
 * trainingOfPredictions({ classNames: ["a", "b"], films: [] }, set); // undefined
 * ```
 */
export function trainingOfPredictions(
  { films }: OutsidePredictions,
  set: FilmSet,
): TrainingFilms | undefined {
  const find = filmFinder(set);
  const places = films.filter(({ split }) => /^(train|val)/i.test(split.trim()))
    .map(({ path }) => find(path)).filter((place) => place >= 0);
  if (places.length === 0) return undefined;
  return {
    name: set.name,
    films: places.map((place) => set.films[place]),
    thumbnails: thumbnailsOf(set, places),
    numOpened: places.length,
    basis: "the rows of train and validation in the file",
  };
}

/** By its path from the set's folder, or by the end of it, where only one film has that end. */
function filmFinder(set: FilmSet): (path: string) => number {
  const places = new Map(set.films.map(({ path }, i) => [path, i]));
  return (path) => {
    const wanted = path.replaceAll("\\", "/").replace(/^\.\//, "");
    const exact = places.get(wanted);
    if (exact !== undefined) return exact;
    const ends = set.films.flatMap((film, i) =>
      wanted.endsWith(`/${film.path}`) || film.path.endsWith(`/${wanted}`) ? [i] : []
    );
    return ends.length === 1 ? ends[0] : -1;
  };
}

function thumbnailsOf({ films, thumbnails }: FilmSet, places: readonly number[]): Uint8Array {
  return takeFilms(thumbnails, { places, size: thumbnails.length / films.length });
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
