import { join } from "@std/path";
import { foldSplit } from "../data/fold_split.ts";
import type { SplitRow } from "../data/split.ts";
import { beginStudy } from "../experiments/study.ts";
import { taskFilms } from "../experiments/task_films.ts";
import { recipeTask, trainRecipe } from "../experiments/train_recipe.ts";
import { doUnit, type DoUnitOptions } from "./do_unit.ts";
import type { SweepUnit } from "./sweep_unit.ts";
import type { UnitRecord } from "./unit_result.ts";

/** The seed that deals folds and draws validation films: one for all units, so that they compare. */
export const SPLIT_SEED = 1;

/** Options of {@linkcode trainUnit}. */
export interface TrainUnitOptions extends Omit<DoUnitOptions, "needsModel"> {
  /** Folder of the films and name of the set. */
  set: { root: string; name: string };
  /** Rows of the published split. */
  split: readonly SplitRow[];
  /** Folder of pretrained backbones. */
  weightsDir: string;
  /** Whether the trained network is kept, too. */
  keepModel: boolean;
  /** Called while the unit is trained. */
  onProgress?: (done: number, total: number, text: string) => void;
}

/**
 * Trains one unit of a sweep, unless it is done; a killed training is gone on with (see `doUnit`).
 *
 * @param unit What to train.
 * @param options See {@linkcode TrainUnitOptions}.
 * @returns The unit's folder, its record, and whether it was trained now.
 * @throws {RangeError} Where the recipe, the fold or a setting cannot be.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { trainUnit } from "lib/sweep/train_unit.ts";
 * const unit = { recipe: "A", profile: "quick", changes: {}, seed: 1 };
 * (await trainUnit(unit, { ...study, name, units, weightsDir, keepModel: false })).isNew; // true
 * ```
 */
export async function trainUnit(
  unit: SweepUnit,
  options: TrainUnitOptions,
): Promise<{ dir: string; record: UnitRecord; isNew: boolean }> {
  const { name, units, keepModel, onProgress, onWait, signal } = options;
  const train = async (part: string) => {
    const study = await beginStudy({ out: part, set: options.set, split: splitOf(unit, options) });
    const { recipe, profile, changes, seed } = unit;
    const { run, dir } = await trainRecipe(recipe, {
      ...study,
      ...{ profile, changes, seed, onProgress, signal },
      weightsDir: options.weightsDir,
    });
    if (!keepModel) await Deno.remove(join(dir, "model"), { recursive: true });
    return { ...unit, experiment: run.experiment, data: run.data, hasModel: keepModel };
  };
  return await doUnit<UnitRecord>(train, { name, units, needsModel: keepModel, onWait, signal });
}

/** The films of the unit's task, dealt into folds where it holds one out. */
function splitOf({ recipe, folds }: SweepUnit, { split }: TrainUnitOptions): SplitRow[] {
  if (!folds) return [...split];
  const films = taskFilms(recipeTask(recipe), split, { holdOutValidation: false });
  const paths = new Set(films.map(({ path }) => path));
  return foldSplit(split.filter(({ path }) => paths.has(path)), { ...folds, seed: SPLIT_SEED });
}
