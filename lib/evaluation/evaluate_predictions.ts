import { deriveSeed } from "../random/derive_seed.ts";
import { evaluateFilms } from "./evaluate_films.ts";
import type { Prediction } from "./predictions.ts";
import { type ResultRow, resultRow } from "./result_row.ts";
import { sortResults } from "./sort_results.ts";

/** Where one film of a split stands; rows of `split.csv` are of this kind. */
export interface SplitMembership {
  /** Path of the film, as in its prediction. */
  path: string;
  /** `train`, `validation` or `test`. */
  split: string;
  /** Whether the film is in the clean test (no copy of it in train). */
  clean: boolean;
  /** Whether the film is in the patient test (its patient not in train either). */
  patient: boolean;
  /** The films with the same text here are copies of each other or of one patient. */
  group: string;
}

/** Options of {@linkcode evaluatePredictions}. */
export interface EvaluatePredictionsOptions
  extends Pick<ResultRow, "experiment" | "model" | "data" | "seed" | "profile"> {
  /** `[numClasses]`, in the order of the probabilities. */
  classNames: readonly string[];
  /** What the model says of each film, in any order. */
  predictions: readonly Prediction[];
  /** Where each film stands; films without a prediction are left alone. */
  splitRows: readonly SplitMembership[];
  /** With two classes, the one that AUC, sensitivity … are about; the second where left out. */
  positiveClass?: string;
  /**
   * With two classes, the probability of the positive one from which on a film is called so, chosen on
   * the validation films; without it the likelier class is called.
   */
  threshold?: number;
  /** Number of bootstrap draws, 2,000 where left out; 0 for no such intervals. */
  resamples?: number;
  /** Git commit, time in seconds, fold, repeat, control, subgroup: as in {@linkcode ResultRow}. */
  commit?: string;
  seconds?: number;
  fold?: number;
  repeat?: number;
  control?: string;
  subgroup?: string;
}

/**
 * Turns a model's predictions into rows of the long results table.
 *
 * Every split that has predictions is evaluated by itself, and the test films three times: `test` as
 * published, `test-clean` and `test-patient`. The order of predictions and split rows changes
 * nothing, and the same input gives the same rows, to the last bit.
 *
 * @returns Rows in the table's order.
 * @throws {RangeError} Where a film has no split row, or one of another split, or a class is unknown.
 *
 * @example
 * ```ts
 * import { evaluatePredictions } from "lib/evaluation/evaluate_predictions.ts";
 * const film = { path: "a.png", split: "test" };
 * const rows = evaluatePredictions({
 *   experiment: "C",
 *   model: "cnn",
 *   data: "phantom",
 *   seed: 1,
 *   profile: "quick",
 *   classNames: ["COVID-19", "Normal"],
 *   positiveClass: "COVID-19",
 *   predictions: [{ ...film, trueClass: "Normal", probabilities: [0.2, 0.8] }],
 *   splitRows: [{ ...film, clean: true, patient: true, group: "a" }],
 * });
 * rows[0].metric; // "accuracy"
 * ```
 */
export function evaluatePredictions(options: EvaluatePredictionsOptions): ResultRow[] {
  const memberships = new Map(options.splitRows.map((row) => [row.path, row]));
  const films = [...options.predictions]
    .sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
    .map((prediction) => ({ ...prediction, membership: findMembership(prediction, memberships) }));
  const parts = Map.groupBy(films, (film) => film.split);
  const test = parts.get("test") ?? [];
  parts.set("test-clean", test.filter(({ membership }) => membership.clean));
  parts.set("test-patient", test.filter(({ membership }) => membership.patient));
  const rows = [...parts].flatMap(([split, members]) =>
    members.length === 0 ? [] : evaluateSplit(split, { ...options, films: members })
  );
  return sortResults(rows);
}

type FilmWithMembership = Prediction & { membership: SplitMembership };

function evaluateSplit(
  split: string,
  options: EvaluatePredictionsOptions & { films: FilmWithMembership[] },
): ResultRow[] {
  const { seed, classNames, films, threshold } = options;
  const { positiveClass = classNames[1] } = options;
  const positiveIndex = classIndex(positiveClass, classNames);
  const probabilities = films.map((film) => film.probabilities);
  const metrics = evaluateFilms({
    yTrue: films.map(({ trueClass }) => classIndex(trueClass, classNames)),
    yPred: probabilities.map((row) =>
      threshold === undefined || classNames.length > 2
        ? row.indexOf(Math.max(...row))
        : row[positiveIndex] >= threshold
        ? positiveIndex
        : 1 - positiveIndex
    ),
    probabilities,
    groups: films.map(({ membership, path }) => membership.group || path),
    classNames,
    positiveIndex,
    seed: deriveSeed(seed, "bootstrap", split),
    resamples: options.resamples,
  });
  return metrics.map((metric) => resultRow({ ...options, ...metric, split, n: films.length }));
}

function findMembership(
  { path, split }: Prediction,
  memberships: ReadonlyMap<string, SplitMembership>,
): SplitMembership {
  const membership = memberships.get(path);
  if (!membership) {
    throw new RangeError(
      `Cannot evaluate film "${path}": it has no split row; use the split.csv it was predicted with`,
    );
  }
  const isPart = ["train", "validation", "test"].includes(split);
  if (isPart && membership.split !== split) {
    throw new RangeError(
      `Cannot evaluate film "${path}": predicted as ${split} but split.csv has it in ` +
        `${membership.split}; use the split.csv it was predicted with`,
    );
  }
  return membership;
}

function classIndex(name: string, classNames: readonly string[]): number {
  const index = classNames.indexOf(name);
  if (index < 0) {
    const expected = classNames.join(", ");
    throw new RangeError(`Cannot evaluate class "${name}": expected one of ${expected}`);
  }
  return index;
}
