import { startEngine } from "../engine/start.ts";
import { type Experiment, settingsOf } from "../experiments/experiment.ts";
import { loadExamples, partOf } from "../experiments/load_examples.ts";
import { trainingOptions } from "../experiments/training_options.ts";
import { type Examples, takeExamples } from "../training/examples.ts";
import { fit } from "../training/fit.ts";
import { predictProbabilities } from "../training/predict.ts";
import type { FoldRecipe } from "./fold_recipe.ts";

/** Options of {@linkcode networkRecipe}. */
export interface NetworkRecipeOptions {
  /** Folder of the films. */
  set: { root: string };
  /** Folder of decoded films. */
  cacheDir: string;
  profile: string;
}

/**
 * A network that starts from nothing as a recipe for cross-validation: each fold trains it anew,
 * with the settings of the experiment.
 *
 * @param experiment What to train.
 * @param options See {@linkcode NetworkRecipeOptions}.
 * @returns The recipe, its id the experiment's.
 * @throws {RangeError} Where the profile is unknown.
 *
 * @example
 * ```ts
 * import { experimentA } from "lib/experiments/experiment_a.ts";
 * import { networkRecipe } from "lib/protocol/network_recipe.ts";
 * const options = { set: { root: "data/films/mine" }, cacheDir: "cache/films", profile: "full" };
 * networkRecipe(experimentA, options).id; // "A"
 * ```
 */
export function networkRecipe(
  experiment: Experiment,
  { set, cacheDir, profile }: NetworkRecipeOptions,
): FoldRecipe {
  const { task: { classNames } } = experiment;
  const settings = settingsOf(experiment, profile);
  let examples: Examples | undefined;
  return {
    id: experiment.id,
    title: experiment.title,
    model: "cnn",
    task: experiment.task,
    settings,
    holdOutValidation: settings.monitor !== undefined,
    async fitFold(films, { seed, onProgress, signal }) {
      await startEngine({ seed });
      examples ??= await loadExamples(films, {
        root: set.root,
        imageSize: settings.imageSize,
        classNames,
        cacheDir,
        signal,
      });
      const train = partOf(examples, films, "train");
      const held = films.flatMap(({ part }, i) => part === "test" ? [i] : []);
      const model = experiment.buildModel(settings);
      try {
        await fit(model, train, {
          ...trainingOptions(examples, { settings, films, task: experiment.task }),
          seed,
          signal,
          onProgress,
        });
        return {
          probabilities: predictProbabilities(model, takeExamples(examples, held), { signal }),
        };
      } finally {
        model.dispose();
      }
    },
    [Symbol.dispose]() {
      examples = undefined;
    },
  };
}
