import { balancedClassWeights } from "../evaluation/class_weights.ts";
import type { Examples } from "../training/examples.ts";
import type { FitOptions } from "../training/fit_options.ts";
import { cosineDecay } from "../training/learning_rate.ts";
import type { Settings } from "./experiment.ts";
import { partOf } from "./load_examples.ts";
import type { TaskFilm } from "./task_films.ts";

/** Options of {@linkcode trainingOptions}. */
export interface TrainingOptionsOptions {
  /** Numbers of the training. */
  settings: Omit<Settings, "imageSize">;
  /** The examples' films, in the same order. */
  films: readonly TaskFilm[];
  task: { classNames: readonly string[] };
}

/**
 * Turns the settings of an experiment into options of `fit`.
 *
 * @param examples All examples, of which the validation part is held out where it is watched.
 * @param options See {@linkcode TrainingOptionsOptions}.
 * @returns Options of `fit`, all but the seed and who is told.
 *
 * @example
 * ```ts ignore
 * import { trainingOptions } from "lib/experiments/training_options.ts";
 * await fit(model, train, { ...trainingOptions(examples, { settings, films, task }), seed: 1 });
 * ```
 */
export function trainingOptions(
  examples: Examples,
  { settings, films, task: { classNames } }: TrainingOptionsOptions,
): Omit<FitOptions, "seed"> {
  const { learningRate, schedule, balanceClasses, monitor } = settings;
  const labels = examples.labels.filter((_, i) => films[i].part === "train");
  return {
    ...settings,
    learningRate: schedule === "cosine" ? cosineDecay(learningRate) : learningRate,
    classWeights: balanceClasses ? balancedClassWeights(labels, classNames.length) : undefined,
    validation: monitor && partOf(examples, films, "validation"),
  };
}
