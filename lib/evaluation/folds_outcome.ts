import type { Prediction } from "./predictions.ts";

/** What one dealing of a cross-validation gave. */
export interface FoldsOutcome {
  /** Number of the dealing, from 0. */
  repeat: number;
  classNames: string[];
  /** One a film of the task, each from a model that did not train on it. */
  predictions: Prediction[];
}

/** The same films as all dealings see them; what is worked out from repeats starts here. */
export interface AlignedFolds {
  classNames: string[];
  /** `[n]`, films in the order of their paths. */
  paths: string[];
  /** `[n]`, true class indices. */
  yTrue: number[];
  /** `[repeats][n][numClasses]`, out-of-fold probabilities, each row with sum 1. */
  repeats: number[][][];
  /** `[repeats][n]`, what each prediction calls its part: the name of its fold. */
  folds: string[][];
}

/**
 * Brings the dealings of one model into one order of films.
 *
 * Every film has one prediction a dealing. Dealings share their films, so they are averaged, never
 * pooled: five dealings of 300 films are still 300 films.
 *
 * @param outcomes One a dealing.
 * @returns The films with their classes and probabilities.
 * @throws {RangeError} Where there is no dealing, or they have other films, labels or classes.
 *
 * @example
 * ```ts
 * import { alignFolds } from "lib/evaluation/folds_outcome.ts";
 * const film = { path: "1.png", split: "fold-0", trueClass: "Yes", probabilities: [0.2, 0.8] };
 * alignFolds([{ repeat: 0, classNames: ["No", "Yes"], predictions: [film] }]).yTrue; // [1]
 * ```
 */
export function alignFolds(outcomes: readonly FoldsOutcome[]): AlignedFolds {
  if (outcomes.length === 0) throw new RangeError("Cannot align folds: there is no dealing");
  const { classNames } = outcomes[0];
  const sorted = outcomes.map(({ predictions }) =>
    [...predictions].sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
  const nameOf = ({ path, trueClass }: Prediction) => `${path}: ${trueClass}`;
  const first = sorted[0].map(nameOf);
  sorted.forEach((films, i) => {
    const same = films.length === first.length &&
      films.every((film, j) => nameOf(film) === first[j]);
    if (same && outcomes[i].classNames.join() === classNames.join()) return;
    throw new RangeError(
      `Cannot align folds: repeat ${outcomes[i].repeat} has other films, labels or classes than ` +
        `repeat ${outcomes[0].repeat}; run both on the same split`,
    );
  });
  return {
    classNames,
    paths: sorted[0].map(({ path }) => path),
    yTrue: sorted[0].map(({ trueClass }) => classNames.indexOf(trueClass)),
    repeats: sorted.map((films) => films.map(({ probabilities }) => probabilities)),
    folds: sorted.map((films) => films.map(({ split }) => split)),
  };
}
