import { join } from "@std/path";
import { cacheDir } from "../engine/native_library.ts";
import { startEngine } from "../engine/start.ts";
import { EXPERIMENTS } from "./catalogue.ts";
import type { FinishedRun } from "./run.ts";
import { runExperiment, type RunExperimentOptions } from "./run_experiment.ts";
import { runTransferSeeds } from "./run_seeds.ts";
import type { Task } from "./task.ts";
import { TRANSFER_EXPERIMENTS } from "./transfer.ts";

/** Settings that may be others than a recipe's, whichever recipe it is. */
export interface RecipeChanges {
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
}

/** Options of {@linkcode trainRecipe}: those of one run, but for the cache. */
export interface TrainRecipeOptions extends Omit<RunExperimentOptions, "cacheDir" | "changes"> {
  changes?: RecipeChanges;
  /** Folder of pretrained backbones. */
  weightsDir: string;
}

/**
 * Checks the name of a recipe: an experiment's id, or `<experiment>:<backbone>`.
 *
 * @param recipe The name, such as `E+` or `frozen:mobilenet-v1`.
 * @throws {RangeError} Where there is no such recipe, or its backbone is missing.
 *
 * @example
 * ```ts
 * import { checkRecipe } from "lib/experiments/train_recipe.ts";
 * checkRecipe("frozen:phantom");
 * ```
 */
export function checkRecipe(recipe: string): void {
  const [id, ...backbone] = recipe.split(":");
  if (Object.hasOwn(EXPERIMENTS, recipe)) return;
  if (Object.hasOwn(TRANSFER_EXPERIMENTS, id)) {
    if (backbone.length === 1 && backbone[0] !== "") return;
    throw new RangeError(`Recipe ${id} needs a backbone: ${id}:vgg16, ${id}:mobilenet-v1, …`);
  }
  const known = [...Object.keys(EXPERIMENTS), ...Object.keys(TRANSFER_EXPERIMENTS)].join(", ");
  throw new RangeError(`Unknown recipe "${recipe}": expected one of ${known}`);
}

/**
 * Tells what a recipe tells apart.
 *
 * @param recipe An experiment's id, or `<experiment>:<backbone>`.
 * @returns Its task.
 * @throws {RangeError} Where there is no such recipe.
 *
 * @example
 * ```ts
 * import { recipeTask } from "lib/experiments/train_recipe.ts";
 * recipeTask("B2:vgg16").id; // "covid-or-pneumonia"
 * ```
 */
export function recipeTask(recipe: string): Task {
  checkRecipe(recipe);
  return (EXPERIMENTS[recipe] ?? TRANSFER_EXPERIMENTS[recipe.split(":")[0]]).task;
}

/**
 * Trains a recipe by its name, once.
 *
 * @param recipe An experiment's id, or `<experiment>:<backbone>`.
 * @param options See {@linkcode TrainRecipeOptions}.
 * @returns What the run came to; a finished one is read instead of run again.
 * @throws {RangeError} Where the recipe is unknown, or the data lacks a class of it.
 * @throws {TypeError} Where a backbone's weights are missing or damaged.
 *
 * @example
 * ```ts ignore
 * import { trainRecipe } from "lib/experiments/train_recipe.ts";
 * const options = { ...study, seed: 1, profile: "quick", weightsDir: "data/weights" };
 * (await trainRecipe("frozen:phantom", options)).run.experiment; // "frozen-phantom"
 * ```
 */
export async function trainRecipe(
  recipe: string,
  { weightsDir, changes, ...options }: TrainRecipeOptions,
): Promise<FinishedRun> {
  checkRecipe(recipe);
  if (Object.hasOwn(EXPERIMENTS, recipe)) {
    const films = join(cacheDir(), "films");
    return await runExperiment(EXPERIMENTS[recipe], { ...options, changes, cacheDir: films });
  }
  const [id, name] = recipe.split(":");
  const { settings, quick, ...experiment } = TRANSFER_EXPERIMENTS[id];
  await startEngine(options);
  const [run] = await runTransferSeeds(
    { ...experiment, settings: { ...settings, ...changes }, quick: { ...quick, ...changes } },
    { ...options, seeds: [options.seed], name, weightsDir },
  );
  return run;
}
