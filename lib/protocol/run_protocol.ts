import type { FilmSet } from "../data/read_films.ts";
import type { SplitRow } from "../data/split.ts";
import { availableBackbones } from "../experiments/available_backbones.ts";
import type { FloorName } from "../experiments/floor_model.ts";
import { FLOORS } from "../experiments/floors.ts";
import { crossValidate } from "./cross_validate.ts";
import { openRecipe } from "./open_recipe.ts";

/** Options of {@linkcode runProtocol}. */
export interface RunProtocolOptions {
  /** The films with their thumbnails, which floors look at. */
  set: Pick<FilmSet, "root" | "films" | "thumbnails">;
  /** Rows of `split.csv`. */
  split: readonly SplitRow[];
  /** Folder of the results. */
  out: string;
  /** Names of the recipes, as `openRecipe` knows them. */
  recipes: readonly string[];
  /** Number of folds. @default 5 */
  k?: number;
  /** Number of dealings. @default 5 */
  repeats?: number;
  /** How films are dealt. @default ["grouped", "random"] */
  deals?: readonly ("grouped" | "random")[];
  /** Floors beside them. @default all */
  floors?: readonly FloorName[];
  /** Folder of pretrained backbones. */
  weightsDir: string;
  profile: string;
  seed: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Cross-validates recipes and, of each of their tasks, the floors on the same folds.
 *
 * @param options See {@linkcode RunProtocolOptions}; what is finished is read, not trained again.
 * @throws {RangeError} Where a recipe is unknown, or the data lacks a class of it.
 * @throws {TypeError} Where a backbone's weights are missing or damaged.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { runProtocol } from "lib/protocol/run_protocol.ts";
 * import { summariseFolds } from "lib/protocol/summarise_folds.ts";
 * const options = { ...study, set, weightsDir: "data/weights", profile: "full", seed: 1 };
 * await runProtocol({ ...options, recipes: ["frozen:mobilenet-v1", "nested"] });
 * (await summariseFolds(options)).comparisons;
 * ```
 */
export async function runProtocol(options: RunProtocolOptions): Promise<void> {
  const { recipes, repeats = 5, k = 5, deals = ["grouped", "random"], onProgress } = options;
  const tasks = new Set<string>();
  const wanted = [...new Set(recipes)];
  // Floors come last: the recipes tell which tasks there are.
  for (let i = 0; i < wanted.length; i++) {
    using recipe = await openRecipe(wanted[i], options);
    const { task } = recipe;
    if (!tasks.has(task.id)) {
      tasks.add(task.id);
      const names = options.floors ?? FLOORS.map(({ name }) => name);
      const floors = names.map((name) => `floor-${name}:${task.id}`);
      wanted.push(...floors.filter((floor) => !wanted.includes(floor)));
    }
    for (const [j, deal] of deals.entries()) {
      const folds = repeats * k;
      const before = (i * deals.length + j) * folds;
      await crossValidate(recipe, {
        ...options,
        k,
        repeats,
        deal,
        onProgress: (done, _total, text) =>
          onProgress?.(before + done, wanted.length * deals.length * folds, `${deal}, ${text}`),
      });
    }
  }
}

/**
 * Names the recipes whose folds take minutes: every backbone at hand frozen, and the nested choice.
 *
 * @param weightsDir Folder of pretrained weights; it may be missing.
 * @returns Names, as `openRecipe` knows them.
 *
 * @example
 * ```ts
 * import { cheapRecipes } from "lib/protocol/run_protocol.ts";
 * await cheapRecipes("no/such/folder"); // ["frozen:phantom", "nested"]
 * ```
 */
export async function cheapRecipes(weightsDir: string): Promise<string[]> {
  const names = await availableBackbones(weightsDir);
  return [...names.map((name) => `frozen:${name}`), "nested"];
}
