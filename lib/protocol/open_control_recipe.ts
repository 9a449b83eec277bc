import { join } from "@std/path";
import { cacheDir } from "../engine/native_library.ts";
import { startEngine } from "../engine/start.ts";
import { EXPERIMENTS } from "../experiments/catalogue.ts";
import { settingsOf } from "../experiments/experiment.ts";
import type { Task } from "../experiments/task.ts";
import { checkRecipe } from "../experiments/train_recipe.ts";
import { TRANSFER_EXPERIMENTS } from "../experiments/transfer.ts";
import { openBackbone } from "../training/open_backbone.ts";
import type { FoldRecipe } from "./fold_recipe.ts";
import { frozenRecipe } from "./frozen_recipe.ts";
import { networkRecipe } from "./network_recipe.ts";

/** Options of {@linkcode openControlRecipe}. */
export interface OpenControlRecipeOptions {
  /** Folder of pretrained backbones. */
  weightsDir: string;
  profile: string;
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** A recipe that controls open on one folder of films after another. */
export interface ControlRecipe {
  /** Height and width of its films, in pixels. */
  imageSize: [number, number];
  /** The recipe on a folder of films. */
  open: (root: string) => Promise<FoldRecipe>;
  /**
   * The same network for another question; `undefined` where it has its number of classes built in.
   */
  recipeFor?: (root: string, task: Task) => FoldRecipe;
  /** Lets the network go. */
  [Symbol.dispose](): void;
}

/**
 * Opens a recipe for controls by its name; a backbone is loaded once for all of them.
 *
 * @param name `frozen:<backbone>`, `B2:<backbone>`, or an experiment such as `E+`.
 * @param options See {@linkcode OpenControlRecipeOptions}.
 * @returns The recipe; dispose it after use.
 * @throws {RangeError} Where there is no such recipe.
 * @throws {TypeError} Where a backbone's weights are missing or damaged.
 *
 * @example
 * ```ts
 * import { openControlRecipe } from "lib/protocol/open_control_recipe.ts";
 * const options = { weightsDir: "", profile: "full", seed: 1 };
 * using recipe = await openControlRecipe("E+", options);
 * recipe.imageSize; // [128, 128]
 * ```
 */
export async function openControlRecipe(
  name: string,
  options: OpenControlRecipeOptions,
): Promise<ControlRecipe> {
  checkRecipe(name);
  const { profile } = options;
  const caches = {
    cacheDir: join(cacheDir(), "films"),
    featuresDir: join(cacheDir(), "features"),
    profile,
  };
  const network = EXPERIMENTS[name];
  if (network) {
    return {
      imageSize: settingsOf(network, profile).imageSize,
      open: (root) => Promise.resolve(networkRecipe(network, { ...caches, set: { root } })),
      [Symbol.dispose]() {},
    };
  }
  const [id, backboneName] = name.split(":");
  const experiment = TRANSFER_EXPERIMENTS[id];
  const { imageSize, scale } = settingsOf(experiment, profile);
  await startEngine(options);
  const backbone = await openBackbone(backboneName, {
    ...options,
    imageSize,
    scale,
    cacheDir: join(cacheDir(), "backbones"),
  });
  const recipeFor = (root: string, task: Task) =>
    frozenRecipe({ ...experiment, task }, { ...caches, set: { root }, backbone });
  return {
    imageSize,
    open: (root) => Promise.resolve(recipeFor(root, experiment.task)),
    recipeFor,
    [Symbol.dispose]: () => backbone.model.dispose(),
  };
}
