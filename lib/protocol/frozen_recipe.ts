import { startEngine } from "../engine/start.ts";
import { settingsOf } from "../experiments/experiment.ts";
import { fitHead } from "../experiments/fit_head.ts";
import { loadFilmFeatures } from "../experiments/load_film_features.ts";
import type { TransferExperiment } from "../experiments/transfer.ts";
import type { Backbone } from "../models/backbone.ts";
import type { Examples } from "../training/examples.ts";
import type { FoldRecipe } from "./fold_recipe.ts";

/** Options of {@linkcode frozenRecipe}. */
export interface FrozenRecipeOptions {
  /** Folder of the films. */
  set: { root: string };
  /** The frozen network; it stays the caller's. */
  backbone: Backbone;
  /** Folders of decoded films and of features. */
  cacheDir: string;
  featuresDir: string;
  profile: string;
}

/**
 * A frozen backbone with a trained head as a recipe for cross-validation: features are computed once
 * a film, and each head trains within a second. Fine-tuning is left out.
 *
 * @param experiment What is told apart, and the head's settings.
 * @param options See {@linkcode FrozenRecipeOptions}.
 * @returns The recipe, its id `<experiment>-<backbone>`.
 * @throws {RangeError} Where the profile is unknown.
 *
 * @example
 * ```ts ignore
 * import { frozenBackbone } from "lib/experiments/transfer.ts";
 * import { crossValidate } from "lib/protocol/cross_validate.ts";
 * import { frozenRecipe } from "lib/protocol/frozen_recipe.ts";
 * using recipe = frozenRecipe(frozenBackbone, { ...study, ...caches, backbone, profile: "full" });
 * await crossValidate(recipe, { ...study, repeats: 5, seed: 1 });
 * ```
 */
export function frozenRecipe(
  experiment: TransferExperiment,
  { set, backbone, cacheDir, featuresDir, profile }: FrozenRecipeOptions,
): FoldRecipe {
  const { task } = experiment;
  const { fineTune: _, ...settings } = settingsOf(experiment, profile);
  let features: Examples | undefined;
  return {
    id: `${experiment.id}-${backbone.name}`,
    title: `${experiment.title}: ${backbone.title}`,
    model: backbone.name,
    task,
    settings: [settings, backbone.fingerprint],
    holdOutValidation: settings.monitor !== undefined,
    async fitFold(films, { seed, onProgress, signal }) {
      await startEngine({ seed });
      features ??= await loadFilmFeatures(films, {
        root: set.root,
        cacheDir,
        backbone,
        featuresDir,
        classNames: task.classNames,
        onProgress: (done, total) => onProgress?.(done, 2 * total, "features computed"),
        signal,
      });
      const { head, probabilities } = await fitHead(features, {
        task,
        settings,
        films,
        seed,
        signal,
      });
      head.dispose();
      return { probabilities: probabilities.filter((_, i) => films[i].part === "test") };
    },
    [Symbol.dispose]() {
      features = undefined;
    },
  };
}
