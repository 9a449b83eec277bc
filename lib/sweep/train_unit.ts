import { join } from "@std/path";
import { foldSplit } from "../data/fold_split.ts";
import type { SplitRow } from "../data/split.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { codeVersion } from "../experiments/code_version.ts";
import { beginStudy } from "../experiments/study.ts";
import { taskFilms } from "../experiments/task_films.ts";
import { recipeTask, trainRecipe } from "../experiments/train_recipe.ts";
import { holdLock, type HoldLockOptions } from "./hold_lock.ts";
import type { SweepUnit } from "./sweep_unit.ts";
import { readUnit, type UnitRecord } from "./unit_result.ts";

/** The seed that deals folds and draws validation films: one for all units, so that they compare. */
export const SPLIT_SEED = 1;

/** Options of {@linkcode trainUnit}. */
export interface TrainUnitOptions extends HoldLockOptions {
  /** Name of the unit, as `unitName` gives it. */
  name: string;
  /** Folder of all units; this one's is `<units>/<name>`. */
  units: string;
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
 * Trains one unit of a sweep, unless it is done.
 *
 * The work goes on in a hidden folder beside, under a lock, and takes the unit's name when all is
 * written: a unit is there wholly or not at all. A second process that is asked for the same unit
 * waits and reads it. What a killed process left is gone on with.
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
  const { name, units, keepModel, onProgress } = options;
  const dir = join(units, name);
  const read = async () => {
    const record = await readUnit(dir, keepModel);
    return record && { dir, record, isNew: false };
  };
  const finished = await read();
  if (finished) return finished;

  const lockFile = join(units, `.${name}.lock`);
  using lock = await holdLock(lockFile, options);
  const meanwhile = await read();
  if (meanwhile) return meanwhile;
  const part = join(units, lock.isReal ? `.${name}.part` : `.${name}.${crypto.randomUUID()}.part`);
  const started = performance.now();
  const study = await beginStudy({ out: part, set: options.set, split: splitOf(unit, options) });
  const { recipe, profile, changes, seed } = unit;
  const { run, dir: runDir } = await trainRecipe(recipe, {
    ...study,
    profile,
    changes,
    seed,
    weightsDir: options.weightsDir,
    onProgress,
    signal: options.signal,
  });
  if (!keepModel) await Deno.remove(join(runDir, "model"), { recursive: true });
  const record: UnitRecord = {
    name,
    ...unit,
    experiment: run.experiment,
    data: run.data,
    commit: await codeVersion(),
    hasModel: keepModel,
    threads: Number(Deno.env.get("TF_NUM_INTRAOP_THREADS") ?? 0),
    seconds: (performance.now() - started) / 1000,
  };
  await writeFileAtomic(join(part, "unit.json"), JSON.stringify(record, null, 2) + "\n");
  // Where the unit is done without its network, and that is asked for, too.
  if (await readUnit(dir)) await Deno.remove(dir, { recursive: true });
  try {
    await Deno.rename(part, dir);
  } catch (error) {
    const other = await read(); // without locks another process may have come first, with the same
    if (!other) throw error;
    await Deno.remove(part, { recursive: true });
    return other;
  }
  await Deno.remove(lockFile).catch(() => {});
  return { dir, record, isNew: true };
}

/** The films of the unit's task, dealt into folds where it holds one out. */
function splitOf({ recipe, folds }: SweepUnit, { split }: TrainUnitOptions): SplitRow[] {
  if (!folds) return [...split];
  const films = taskFilms(recipeTask(recipe), split, { holdOutValidation: false });
  const paths = new Set(films.map(({ path }) => path));
  return foldSplit(split.filter(({ path }) => paths.has(path)), { ...folds, seed: SPLIT_SEED });
}
