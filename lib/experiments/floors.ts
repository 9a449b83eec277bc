import { join } from "@std/path";
import { dealFolds } from "../data/deal_folds.ts";
import type { FilmSet } from "../data/read_films.ts";
import type { SplitRow } from "../data/split.ts";
import type { FoldsOutcome } from "../evaluation/folds_outcome.ts";
import { type Prediction, writePredictions } from "../evaluation/predictions.ts";
import { breathe } from "../training/breathe.ts";
import { fitFloor, floorFeatures, type FloorMethod, type FloorName } from "./floor_model.ts";
import { taskFilms } from "./task_films.ts";
import type { Task } from "./task.ts";

/** A classifier that sees no lungs, or hardly: what any network has to beat by far. */
export interface Floor {
  name: FloorName;
  /** What it looks at, for people. */
  title: string;
  method: FloorMethod;
}

/** Every floor, the settings those of its published figures. */
export const FLOORS: readonly Floor[] = [
  { name: "majority", title: "most frequent class of train", method: "majority" },
  { name: "thumbnail", title: "thumbnail of 16×16", method: "logistic-regression" },
  { name: "frame", title: "outer frame only, 16×16", method: "logistic-regression" },
  { name: "histogram", title: "grey histogram", method: "random-forest" },
  { name: "metadata", title: "size and format of the file", method: "random-forest" },
];

/** One floor's predictions for one task. */
export interface FloorRun {
  floor: Floor;
  task: Task;
  predictions: Prediction[];
}

/**
 * Fits a floor on the training films (validation films are not held out) and predicts all.
 *
 * @param floor Which floor.
 * @param task What is told apart.
 * @param data The set and its split, in the same order.
 * @returns Predictions of every film of the task.
 * @throws {RangeError} Where a class of the task has no training film.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { FLOORS, runFloor } from "lib/experiments/floors.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * const films = ["COVID-19", "Normal", "Normal", "Normal"].map((className, i) =>
 *   makeFilm({ path: `${i}.png`, className, split: "train" }));
 * const set = { films, thumbnails: new Uint8Array(4 * 64 * 64) };
 * const split = splitFilms(set, { seed: 1, testFraction: 0, validationFraction: 0 });
 * const { predictions } = runFloor(FLOORS[0], covidOrNormal, { set, split, seed: 1 });
 * predictions[0].probabilities; // [0.75, 0.25]
 * ```
 */
export function runFloor(
  floor: Floor,
  task: Task,
  { set, split, seed }: {
    set: Pick<FilmSet, "films" | "thumbnails">;
    split: readonly SplitRow[];
    seed: number;
  },
): FloorRun {
  const { films, xs, ys } = floorInputs(floor, task, { set, split });
  const isTrain = films.map(({ part }) => part === "train");
  const rows = fitFloor(floor.method, {
    train: xs.filter((_, i) => isTrain[i]),
    labels: ys.filter((_, i) => isTrain[i]),
    xs,
    numClasses: task.classNames.length,
    seed,
  });
  const predictions = films.map((film, i): Prediction => ({
    path: film.path,
    split: film.part,
    trueClass: film.className,
    probabilities: rows[i],
  }));
  return { floor, task, predictions };
}

/**
 * Writes a floor's predictions to `floors/<task>/<floor>/predictions.csv`.
 *
 * @param out Folder of the results.
 * @param run What {@linkcode runFloor} gave.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { FLOORS, writeFloor } from "lib/experiments/floors.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * const out = await Deno.makeTempDir();
 * await writeFloor(out, { floor: FLOORS[0], task: covidOrNormal, predictions: [] });
 * ```
 */
export async function writeFloor(out: string, { floor, task, predictions }: FloorRun) {
  const file = join(out, "floors", task.id, floor.name, "predictions.csv");
  await writePredictions(file, task.classNames, predictions);
}

/** Options of {@linkcode crossValidateFloor}. */
export interface CrossValidateFloorOptions {
  set: Pick<FilmSet, "films" | "thumbnails">;
  /** Rows of `split.csv`; its parts are left aside, all films are dealt anew. */
  split: readonly SplitRow[];
  /** Number of folds. @default 5 */
  k?: number;
  /** Number of dealings. */
  repeats: number;
  /** Whether copies and known patients stay together. @default "grouped" */
  deal?: "grouped" | "random";
  seed: number;
  /** Called after each fold with how many are done and how many there are. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next fold. */
  signal?: AbortSignal;
}

/** What a floor reaches in repeated cross-validation. */
export interface FloorFolds {
  floor: Floor;
  /** Share of all films classified rightly, one number a repeat, in `[0, 1]`. */
  accuracies: number[];
  /** Out-of-fold predictions, one outcome a repeat, the films in the split's order. */
  outcomes: FoldsOutcome[];
}

/**
 * Measures a floor by k-fold cross-validation over all films, the split left aside.
 *
 * The folds are those of `crossValidate` for the same films, seed and repeat, so that floor
 * and network can be compared film by film.
 *
 * @param floor Which floor.
 * @param task What is told apart.
 * @param options See {@linkcode CrossValidateFloorOptions}.
 * @returns One accuracy, and a prediction for every film of the task, a repeat.
 * @throws {RangeError} Where a class of the task has no training film, or there are fewer groups than
 *   folds.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { splitFilms } from "lib/data/split.ts";
 * import { crossValidateFloor, FLOORS } from "lib/experiments/floors.ts";
 * import { covidOrNormal } from "lib/experiments/task.ts";
 * const films = ["COVID-19", "COVID-19", "Normal", "Normal"].map((className, i) =>
 *   makeFilm({ path: `${i}.png`, className, split: "train" }));
 * const set = { films, thumbnails: new Uint8Array(4 * 64 * 64) };
 * const split = splitFilms(set, { seed: 1, testFraction: 0, validationFraction: 0 });
 * const options = { set, split, k: 2, repeats: 1, seed: 1 };
 * (await crossValidateFloor(FLOORS[0], covidOrNormal, options)).accuracies; // [0.5]
 * ```
 */
export async function crossValidateFloor(
  floor: Floor,
  task: Task,
  { set, split, k = 5, repeats, deal, seed, onProgress, signal }: CrossValidateFloorOptions,
): Promise<FloorFolds> {
  const { films, xs, ys } = floorInputs(floor, task, { set, split });
  const byPath = new Map(split.map((row) => [row.path, row]));
  const rows = films.map(({ path }) => byPath.get(path)!);
  const outcomes: FoldsOutcome[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const folds = dealFolds(rows, { k, repeat, seed, deal });
    const probabilities = films.map((): number[] => []);
    for (let fold = 0; fold < k; fold++) {
      await breathe(signal);
      const held = [...films.keys()].filter((i) => folds[i] === fold);
      const judged = fitFloor(floor.method, {
        train: xs.filter((_, i) => folds[i] !== fold),
        labels: ys.filter((_, i) => folds[i] !== fold),
        xs: held.map((i) => xs[i]),
        numClasses: task.classNames.length,
        seed,
      });
      held.forEach((i, j) => probabilities[i] = judged[j]);
      onProgress?.(repeat * k + fold + 1, repeats * k, `${floor.title}: fold ${fold + 1} of ${k}`);
    }
    const predictions = films.map(({ path, className }, i): Prediction => ({
      path,
      split: "test",
      trueClass: className,
      probabilities: probabilities[i],
    }));
    outcomes.push({ repeat, classNames: task.classNames, predictions });
  }
  return { floor, accuracies: outcomes.map(accuracyOf), outcomes };
}

function accuracyOf({ classNames, predictions }: FoldsOutcome): number {
  const right = predictions.filter(({ trueClass, probabilities }) =>
    classNames[probabilities.indexOf(Math.max(...probabilities))] === trueClass
  );
  return right.length / predictions.length;
}

/** The task's films with what the floor sees of each, and their class indices. */
function floorInputs(
  floor: Floor,
  task: Task,
  { set, split }: {
    set: Pick<FilmSet, "films" | "thumbnails">;
    split: readonly SplitRow[];
  },
) {
  const films = taskFilms(task, split, { holdOutValidation: false });
  const features = floorFeatures(floor.name, set);
  const byPath = new Map(set.films.map(({ path }, i) => [path, features[i]]));
  const xs = films.map(({ path }) => byPath.get(path)!);
  const ys = films.map(({ className }) => task.classNames.indexOf(className));
  return { films, xs, ys };
}
