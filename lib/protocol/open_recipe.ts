import { join } from "@std/path";
import type { FilmSet } from "../data/read_films.ts";
import { cacheDir } from "../engine/native_library.ts";
import { startEngine } from "../engine/start.ts";
import { availableBackbones } from "../experiments/available_backbones.ts";
import { EXPERIMENTS } from "../experiments/catalogue.ts";
import { settingsOf } from "../experiments/experiment.ts";
import { FLOORS } from "../experiments/floors.ts";
import { TASKS, threeClasses } from "../experiments/task.ts";
import { checkRecipe } from "../experiments/train_recipe.ts";
import { TRANSFER_EXPERIMENTS } from "../experiments/transfer.ts";
import { openBackbone } from "../training/open_backbone.ts";
import { floorRecipe } from "./floor_recipe.ts";
import type { FoldRecipe } from "./fold_recipe.ts";
import { frozenRecipe } from "./frozen_recipe.ts";
import { nestedRecipe } from "./nested_recipe.ts";
import { networkRecipe } from "./network_recipe.ts";

/** Options of {@linkcode openRecipe}. */
export interface OpenRecipeOptions {
  /** The films; floors look at their thumbnails. */
  set: Pick<FilmSet, "root"> & Partial<Pick<FilmSet, "films" | "thumbnails">>;
  /** Folder of pretrained backbones. */
  weightsDir: string;
  profile: string;
  /** Seed of the floors' forests. */
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Opens a recipe for cross-validation by its name.
 *
 * @param name `A+`, …; `frozen:<backbone>`, `B2:<backbone>`; `nested` or `nested:<task>`;
 *   `floor-<floor>:<task>`.
 * @param options See {@linkcode OpenRecipeOptions}.
 * @returns The recipe; dispose it after use.
 * @throws {RangeError} Where there is no such recipe, or it would be fine-tuned.
 * @throws {TypeError} Where a backbone's weights are missing or damaged.
 *
 * @example
 * ```ts
 * import { openRecipe } from "lib/protocol/open_recipe.ts";
 * const options = { set: { root: "data/films/mine" }, weightsDir: "", profile: "full", seed: 1 };
 * using recipe = await openRecipe("A+", options);
 * recipe.holdOutValidation; // true
 * ```
 */
export async function openRecipe(name: string, options: OpenRecipeOptions): Promise<FoldRecipe> {
  const { set, weightsDir, profile } = options;
  const caches = {
    cacheDir: join(cacheDir(), "films"),
    featuresDir: join(cacheDir(), "features"),
    backbonesDir: join(cacheDir(), "backbones"),
  };
  const [id, part = ""] = name.split(":");
  if (id.startsWith("floor-")) return openFloor(name, options);
  if (id === "nested") {
    const task = part === "" ? threeClasses : TASKS.find((task) => task.id === part);
    if (!task) throw unknownTask(name, part);
    return nestedRecipe(task, {
      ...caches,
      set,
      weightsDir,
      backbones: await availableBackbones(weightsDir),
      ...(profile === "full"
        ? { imageSizes: [[224, 224], [320, 320]] }
        : { imageSizes: [[96, 96]], innerFolds: 3 }),
    });
  }
  checkRecipe(name);
  if (Object.hasOwn(EXPERIMENTS, name)) {
    return networkRecipe(EXPERIMENTS[name], { ...caches, set, profile });
  }
  const experiment = TRANSFER_EXPERIMENTS[id];
  if (experiment.settings.fineTune) {
    throw new RangeError(
      `Cannot cross-validate "${name}": fine-tuning is left out; take frozen:${part}`,
    );
  }
  const { imageSize, scale } = settingsOf(experiment, profile);
  await startEngine(options);
  const backbone = await openBackbone(part, {
    ...options,
    imageSize,
    scale,
    cacheDir: caches.backbonesDir,
  });
  const recipe = frozenRecipe(experiment, { ...caches, set, backbone, profile });
  return {
    ...recipe,
    [Symbol.dispose]() {
      recipe[Symbol.dispose]();
      backbone.model.dispose();
    },
  };
}

function openFloor(name: string, { set, seed }: OpenRecipeOptions): FoldRecipe {
  const [id, part = threeClasses.id] = name.split(":");
  const floor = FLOORS.find((floor) => id === `floor-${floor.name}`);
  const task = TASKS.find((task) => task.id === part);
  if (!floor) {
    const known = FLOORS.map((floor) => `floor-${floor.name}`).join(", ");
    throw new RangeError(`Unknown floor "${id}": expected one of ${known}`);
  }
  if (!task) throw unknownTask(name, part);
  if (!set.films || !set.thumbnails) {
    throw new RangeError(
      `Cannot open ${name}: its set was opened without thumbnails; read the films`,
    );
  }
  return floorRecipe(floor, task, { set: { films: set.films, thumbnails: set.thumbnails }, seed });
}

function unknownTask(name: string, task: string): RangeError {
  const known = TASKS.map(({ id }) => id).join(", ");
  return new RangeError(`Unknown task "${task}" in "${name}": expected one of ${known}`);
}
