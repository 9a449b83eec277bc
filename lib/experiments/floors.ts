import { join } from "@std/path";
import {
  frameFeatures,
  histogramFeatures,
  metadataFeatures,
  thumbnailFeatures,
} from "../data/floor_features.ts";
import { groupKFold } from "../data/group_k_fold.ts";
import type { FilmSet } from "../data/read_films.ts";
import type { SplitRow } from "../data/split.ts";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../evaluation/logistic_regression.ts";
import { type Prediction, writePredictions } from "../evaluation/predictions.ts";
import { fitRandomForest, predictRandomForest } from "../evaluation/random_forest.ts";
import { fitStandardiser, standardise } from "../evaluation/standardise.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { breathe } from "../training/breathe.ts";
import { taskFilms } from "./task_films.ts";
import type { Task } from "./task.ts";

/** What a floor may look at. */
export type FloorName = "majority" | "thumbnail" | "frame" | "histogram" | "metadata";

/** A classifier that sees no lungs, or hardly: what any network has to beat by far. */
export interface Floor {
  name: FloorName;
  /** What it looks at, for people. */
  title: string;
  method: "majority" | "logistic-regression" | "random-forest";
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
  const rows = fitPredict(floor.method, {
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

/** A floor's accuracy in repeated grouped cross-validation. */
export interface FloorFolds {
  floor: Floor;
  /** Share of all films classified rightly, one number a repeat, in `[0, 1]`. */
  accuracies: number[];
}

/**
 * Measures a floor by grouped k-fold cross-validation over all films, the split left aside.
 *
 * @param floor Which floor.
 * @param task What is told apart.
 * @param options The set, number of folds and repeats, seed.
 * @returns One accuracy a repeat.
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
  { set, split, k = 5, repeats, seed, signal }: {
    set: Pick<FilmSet, "films" | "thumbnails">;
    split: readonly SplitRow[];
    k?: number;
    repeats: number;
    seed: number;
    signal?: AbortSignal;
  },
): Promise<FloorFolds> {
  const { films, xs, ys } = floorInputs(floor, task, { set, split });
  const groups = films.map(({ group }) => group);
  const accuracies: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const folds = groupKFold({ labels: ys, groups, k, seed: deriveSeed(seed, "floor", repeat) });
    let correct = 0;
    for (let fold = 0; fold < k; fold++) {
      await breathe(signal);
      const rows = fitPredict(floor.method, {
        train: xs.filter((_, i) => folds[i] !== fold),
        labels: ys.filter((_, i) => folds[i] !== fold),
        xs: xs.filter((_, i) => folds[i] === fold),
        numClasses: task.classNames.length,
        seed,
      });
      const truth = ys.filter((_, i) => folds[i] === fold);
      correct += rows.filter((row, i) => row.indexOf(Math.max(...row)) === truth[i]).length;
    }
    accuracies.push(correct / films.length);
  }
  return { floor, accuracies };
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
  const features = featuresOf(floor.name, set);
  const byPath = new Map(set.films.map(({ path }, i) => [path, features[i]]));
  const xs = films.map(({ path }) => byPath.get(path)!);
  const ys = films.map(({ className }) => task.classNames.indexOf(className));
  return { films, xs, ys };
}

function featuresOf(
  name: FloorName,
  { films, thumbnails }: Pick<FilmSet, "films" | "thumbnails">,
): number[][] {
  switch (name) {
    case "majority":
      return films.map(() => [0]);
    case "thumbnail":
      return thumbnailFeatures(thumbnails);
    case "frame":
      return frameFeatures(thumbnails);
    case "histogram":
      return histogramFeatures(thumbnails);
    case "metadata":
      return metadataFeatures(films);
  }
}

function fitPredict(
  method: Floor["method"],
  { train, labels, xs, numClasses, seed }: {
    train: number[][];
    labels: number[];
    xs: number[][];
    numClasses: number;
    seed: number;
  },
): number[][] {
  if (method === "majority") {
    const shares = Array.from(
      { length: numClasses },
      (_, k) => labels.filter((label) => label === k).length / labels.length,
    );
    return xs.map(() => [...shares]);
  }
  if (method === "random-forest") {
    return predictRandomForest(fitRandomForest(train, labels, { numClasses, seed }), xs);
  }
  const scale = fitStandardiser(train);
  const model = fitLogisticRegression(standardise(train, scale), labels, {
    numClasses,
    c: 0.1,
    classWeight: "balanced",
  });
  return predictLogisticRegression(model, standardise(xs, scale));
}
