import type { SplitRow } from "../data/split.ts";
import { evaluatePredictions } from "../evaluation/evaluate_predictions.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import type { CardResult, ModelCard } from "../models/model_card.ts";
import type { ModelPredictions } from "./collect_results.ts";

/** What {@linkcode makeCard} reads. */
export interface MakeCardOptions {
  /** Name of the data set. */
  data: string;
  classNames: readonly string[];
  /** What the model says of every film of its task. */
  predictions: readonly Prediction[];
  /** With two classes, the probability of the second from which on a film is called so. */
  threshold: number;
  /** Rows of `split.csv`. */
  split: readonly SplitRow[];
  /** Floors of the same task, as `readFloors` reads them. */
  floors: readonly Pick<ModelPredictions, "title" | "classNames" | "predictions">[];
}

/** What holds for every model of the project, whatever it was trained on. */
const LIMITS = [
  "Not for diagnosis, nor for any other decision about a person",
  "Trained on few films of few hospitals, where the classes differ in age, machine and markings as " +
  "much as in disease; models like this one have failed on films from elsewhere",
  "It knows no classes but its own: any other disease is called one of them, too",
  "Frontal films of the chest only; a lateral view or another part of the body may go unnoticed",
];

const PHANTOM_LIMIT =
  "Trained on drawings (phantom films): it has never seen anybody's lungs and means nothing there";

/**
 * Writes down what is known of a model from what it says of its films.
 *
 * @param options See {@linkcode MakeCardOptions}.
 * @returns Numbers of films, accuracy on each test with its interval, floors beside it, limits.
 * @throws {RangeError} Where a film has no row in the split.
 *
 * @example
 * ```ts
 * import { makeCard } from "lib/experiments/make_card.ts";
 * const classNames = ["Normal", "COVID-19"];
 * makeCard({ data: "mine", classNames, predictions: [], threshold: 0.5, split: [], floors: [] }).results; // []
 * ```
 */
export function makeCard(options: MakeCardOptions): ModelCard {
  const { classNames, predictions, floors } = options;
  const parts = ["train", "validation", "test"] as const;
  return {
    films: parts.flatMap((part) =>
      classNames.flatMap((className) => {
        const numFilms = predictions.filter((film) =>
          film.split === part && film.trueClass === className
        ).length;
        return numFilms > 0 ? [{ part, className, numFilms }] : [];
      })
    ),
    results: testAccuracies(options),
    floors: floors.flatMap((floor) =>
      testAccuracies({ ...options, ...floor, threshold: NaN })
        .map(({ split, accuracy }) => ({ name: floor.title, split, accuracy }))
    ),
    limits: options.data.startsWith("phantom") ? [PHANTOM_LIMIT, ...LIMITS] : LIMITS,
  };
}

function testAccuracies(
  { classNames, predictions, threshold, split }: Omit<MakeCardOptions, "floors">,
): CardResult[] {
  const test = predictions.filter((prediction) => prediction.split === "test");
  const rows = evaluatePredictions({
    ...{ experiment: "", model: "", data: "", seed: 0, profile: "" }, // not looked at
    classNames,
    predictions: test,
    threshold: Number.isNaN(threshold) ? undefined : threshold,
    splitRows: split,
    resamples: 0,
  });
  return rows.filter(({ metric }) => metric === "accuracy")
    .map(({ split, n, value: accuracy, ciLow, ciHigh }) => ({ split, n, accuracy, ciLow, ciHigh }));
}
