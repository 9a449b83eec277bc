import type { Film } from "../data/manifest.ts";
import { groupKFold } from "../data/group_k_fold.ts";
import { evaluateFilms, type Metric } from "../evaluation/evaluate_films.ts";
import { fitFloor, floorFeatures, type FloorName } from "../experiments/floor_model.ts";
import { FLOORS } from "../experiments/floors.ts";
import type { Task } from "../experiments/task.ts";
import { modelClassOf } from "./model_task.ts";
import type { TrainingFilms } from "./training_films.ts";

/** What a classifier without a network reaches on the same films. */
export interface ExternalFloor {
  name: FloorName;
  /** What it looks at, for people. */
  title: string;
  /** What it was trained on, in words. */
  basis: string;
  /** Films asked about. */
  n: number;
  /** Accuracy and balanced accuracy, AUC. */
  metrics: Metric[];
}

/** Films with their thumbnails and the model's class of each. */
export interface FloorFilms {
  films: readonly Film[];
  /** `[n, 64, 64]`, flat. */
  thumbnails: Uint8Array;
  /** `[n]`, the model's classes; `""` leaves a film out. */
  classes: readonly string[];
}

/** Options of {@linkcode externalFloors}. */
export interface ExternalFloorsOptions {
  /** The model's task. */
  task: Task;
  /** The films that the model was trained on. Without them, folds of the films at hand are used. */
  training?: TrainingFilms;
  seed: number;
}

const METRICS = ["accuracy", "balanced_accuracy", "auc", "macro_auc"];
const FOLDS = 5;

/**
 * Asks the floors, classifiers that see no lungs or hardly, about films from elsewhere: trained on the
 * model's own training films where these are at hand, so that both had the same chance; else by
 * grouped cross-validation within the films, which tells what the set gives away.
 *
 * @param set Films from elsewhere.
 * @param options See {@linkcode ExternalFloorsOptions}.
 * @returns One entry a floor; none where a class is missing to train on, or films are too few.
 *
 * @example
 * ```ts
 * import { externalFloors } from "lib/report/external_floors.ts";
 * import { modelTask } from "lib/report/model_task.ts";
 * const set = { films: [], thumbnails: new Uint8Array(), classes: [] };
 * externalFloors(set, { task: modelTask(["Normal", "COVID-19"]), seed: 1 }); // []
 * ```
 */
export function externalFloors(
  set: FloorFilms,
  { task, training, seed }: ExternalFloorsOptions,
): ExternalFloor[] {
  const isWhole = training !== undefined && training.numOpened === training.films.length;
  const learnt = isWhole
    ? training.films.map(({ className }) => classIndex(task, modelClassOf(task, className)))
    : [];
  const asked = set.classes.map((name) => classIndex(task, name));
  if (!asked.some((label) => label >= 0)) return [];
  const data = { set, task, learnt, asked, training, seed };
  if (hasAll(task, learnt)) return FLOORS.map((floor) => fromTraining(floor, data));
  const groups = set.films.filter((_, i) => asked[i] >= 0).map(({ group, path }) => group || path);
  if (!hasAll(task, asked) || new Set(groups).size < 2 * FOLDS) return [];
  const labels = asked.filter((label) => label >= 0);
  const folds = groupKFold({ labels, groups, k: FOLDS, seed });
  for (let fold = 0; fold < FOLDS; fold++) {
    if (!hasAll(task, labels.filter((_, i) => folds[i] !== fold))) return [];
  }
  return FLOORS.map((floor) => withinFilms(floor, { ...data, folds }));
}

interface FloorData {
  set: FloorFilms;
  task: Task;
  /** Class indices of the training films, -1 for a film left out. */
  learnt: number[];
  /** Class indices of the films asked about, -1 for a film left out. */
  asked: number[];
  training?: TrainingFilms;
  seed: number;
}

function fromTraining(
  floor: typeof FLOORS[number],
  { set, task, learnt, asked, training, seed }: FloorData,
): ExternalFloor {
  const rows = (films: { films: readonly Film[]; thumbnails: Uint8Array }, labels: number[]) =>
    floorFeatures(floor.name, { films: [...films.films], thumbnails: films.thumbnails })
      .filter((_, i) => labels[i] >= 0);
  const probabilities = fitFloor(floor.method, {
    train: rows(training!, learnt),
    labels: learnt.filter((label) => label >= 0),
    xs: rows(set, asked),
    numClasses: task.classNames.length,
    seed,
  });
  return figures(floor, `trained on the model's own training films (${training!.name})`, {
    probabilities,
    ...{ set, task, asked },
  });
}

function withinFilms(
  floor: typeof FLOORS[number],
  { set, task, asked, folds, seed }: FloorData & { folds: ArrayLike<number> },
): ExternalFloor {
  const { thumbnails } = set;
  const xs = floorFeatures(floor.name, { films: [...set.films], thumbnails })
    .filter((_, i) => asked[i] >= 0);
  const labels = asked.filter((label) => label >= 0);
  const probabilities: number[][] = new Array(xs.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const inside = xs.flatMap((_, i) => folds[i] === fold ? [i] : []);
    const given = fitFloor(floor.method, {
      train: xs.filter((_, i) => folds[i] !== fold),
      labels: labels.filter((_, i) => folds[i] !== fold),
      xs: inside.map((i) => xs[i]),
      numClasses: task.classNames.length,
      seed,
    });
    inside.forEach((i, j) => probabilities[i] = given[j]);
  }
  return figures(floor, `${FOLDS} grouped folds within these films`, {
    probabilities,
    ...{ set, task, asked },
  });
}

function figures(
  { name, title }: typeof FLOORS[number],
  basis: string,
  { set, task, asked, probabilities }: Pick<FloorData, "set" | "task" | "asked"> & {
    probabilities: number[][];
  },
): ExternalFloor {
  const yTrue = asked.filter((label) => label >= 0);
  const metrics = evaluateFilms({
    yTrue,
    yPred: probabilities.map((row) => row.indexOf(Math.max(...row))),
    probabilities,
    groups: set.films.filter((_, i) => asked[i] >= 0).map(({ group, path }) => group || path),
    classNames: task.classNames,
    seed: 0,
    resamples: 0,
  });
  const shown = metrics.filter(({ metric }) => METRICS.includes(metric));
  return { name, title, basis, n: yTrue.length, metrics: shown };
}

function classIndex(task: Task, name: string | undefined): number {
  return name === undefined ? -1 : task.classNames.indexOf(name);
}

function hasAll({ classNames }: Task, labels: readonly number[]): boolean {
  return classNames.every((_, k) => labels.filter((label) => label === k).length >= 2);
}
