import { join } from "@std/path";
import { listFolder } from "../data/list_folder.ts";
import type { SplitRow } from "../data/split.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { alignFolds } from "../evaluation/folds_outcome.ts";
import { temper } from "../evaluation/temperature.ts";
import { tuneFromFolds, type Tuning } from "../evaluation/tune_from_folds.ts";
import { readFloors } from "../experiments/collect_results.ts";
import { makeCard } from "../experiments/make_card.ts";
import { readRun } from "../experiments/run.ts";
import { crossValidate, type CrossValidateOptions } from "./cross_validate.ts";
import type { FoldRecipe } from "./fold_recipe.ts";

/** Options of {@linkcode freezeFromFolds}. */
export interface FreezeFromFoldsOptions extends CrossValidateOptions {
  set: { name: string };
  split: readonly SplitRow[];
}

/**
 * Freezes temperature and threshold into the bundles of a recipe's finished runs, chosen from
 * out-of-fold answers of the training and validation films: no test film has a part in it.
 *
 * The folds lie under `tuning/`. `bundle.json` is replaced, its card worked out anew, and each run gets a
 * `tuning.json` that says what was chosen. A second call gives the same bundles.
 *
 * @param recipe The recipe, opened for this call alone: it sees other films than in a study's folds.
 * @param options See {@linkcode FreezeFromFoldsOptions}.
 * @returns What was chosen, and the folders of the runs that got it.
 * @throws {RangeError} Where a class has no training film.
 *
 * @example
 * ```ts ignore
 * import { freezeFromFolds } from "lib/protocol/freeze_from_folds.ts";
 * using recipe = await openRecipe("frozen:mobilenet-v1", options);
 * (await freezeFromFolds(recipe, { ...study, repeats: 5, seed: 1 })).tuning.temperature;
 * ```
 */
export async function freezeFromFolds(
  recipe: FoldRecipe,
  options: FreezeFromFoldsOptions,
): Promise<{ tuning: Tuning; runs: string[] }> {
  const { out, set, split } = options;
  const outcomes = await crossValidate(recipe, {
    ...options,
    split: split.filter((row) => row.split !== "test"),
    out: join(out, "tuning"),
    deal: "grouped",
  });
  const tuning = tuneFromFolds(alignFolds(outcomes));
  const home = join(out, "experiments", recipe.id);
  const runs: string[] = [];
  for (const { name, isDirectory } of await listFolder(home)) {
    if (!isDirectory || !/^seed-\d+$/.test(name)) continue;
    const dir = join(home, name);
    if (await freezeRun(dir, { tuning, out, set, split, recipe })) runs.push(dir);
  }
  return { tuning, runs };
}

async function freezeRun(
  dir: string,
  { tuning, out, set, split, recipe: { task } }:
    & Pick<FreezeFromFoldsOptions, "out" | "set" | "split">
    & { tuning: Tuning; recipe: FoldRecipe },
): Promise<boolean> {
  const run = await readRun(dir);
  if (!run) return false;
  const file = join(dir, "model", "bundle.json");
  const bundle = JSON.parse(await Deno.readTextFile(file));
  const { temperature, threshold, thresholdBasis } = tuning;
  // `predictions.csv` keeps the temperature that the run was finished with: it is noted once.
  const record = join(dir, "tuning.json");
  const noted = await Deno.readTextFile(record).then(JSON.parse, () => undefined);
  const runTemperature: number = noted?.runTemperature ?? bundle.temperature;
  await writeFileAtomic(record, JSON.stringify({ runTemperature, ...tuning }, null, 2) + "\n");
  const floors = (await readFloors(out)).filter((floor) => floor.task === task.id);
  const card = bundle.card && makeCard({
    data: set.name,
    classNames: task.classNames,
    predictions: run.predictions.map((film) => ({
      ...film,
      probabilities: temper(film.probabilities, temperature / runTemperature),
    })),
    threshold,
    split,
    floors,
  });
  const frozen = { ...bundle, temperature, threshold, thresholdBasis, card };
  await writeFileAtomic(file, JSON.stringify(frozen) + "\n");
  return true;
}
