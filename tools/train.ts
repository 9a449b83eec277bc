import { join } from "@std/path";
import type { FilmSet } from "lib/data/read_films.ts";
import { splitFilms, type SplitRow } from "lib/data/split.ts";
import { progressLine } from "lib/display/progress.ts";
import { evaluateModels, readModels } from "lib/experiments/collect_results.ts";
import type { FinishedRun } from "lib/experiments/run.ts";
import { beginStudy, openStudy, type Study } from "lib/experiments/study.ts";
import { trainRecipe } from "lib/experiments/train_recipe.ts";
import { writeResults } from "lib/evaluation/results.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import { recipeWeights } from "lib/sweep/recipe_weights.ts";
import { filmsFingerprint, unitName } from "lib/sweep/sweep_unit.ts";
import { trainUnit } from "lib/sweep/train_unit.ts";
import { readUnitRun } from "lib/sweep/unit_result.ts";
import { sendWhereNamed } from "./mlflow.ts";
import { openSets } from "./open_sets.ts";
import { findPlaces } from "./places.ts";
import { runStoppable } from "./run_stoppable.ts";
import { TRAIN_COMMANDS } from "./train/commands.ts";
import { TRAIN_USAGE, type TrainOptions, trainOptions } from "./train_options.ts";

/** Trains one experiment as the command line asks, and prints how well it does. */
async function train(options: TrainOptions, signal: AbortSignal): Promise<void> {
  const set = await openSets(options.data, { profile: options.profile, signal });
  for (const { path, reason } of set.skipped) console.warn(`Skipped ${path}: ${reason}`);
  const split = splitFilms(set, { seed: options.splitSeed });
  const { study, run, dir } = await trainOnce(options, { set, split, signal });

  const models = (await readModels(study.out)).filter((model) => model.run?.dir === dir);
  const rows = evaluateModels(models, study, { profile: options.profile });
  await writeResults(join(dir, "results.csv"), rows);
  await sendWhereNamed(dir);
  console.log(`${run.experiment}: ${run.title} (${run.numParams.toLocaleString("en")} parameters)`);
  for (const row of rows.filter(({ metric }) => metric === "accuracy")) {
    const interval = `95 % interval ${row.ciLow.toFixed(3)} to ${row.ciHigh.toFixed(3)}`;
    console.log(`  ${row.split.padEnd(13)} ${row.value.toFixed(3)} of ${row.n} films, ${interval}`);
  }
  console.log(`Model: ${join(dir, "model")}\n${NOT_FOR_DIAGNOSIS}`);
}

/** Trains; one fold is a unit as sweeps have them, done once wherever it is asked for. */
async function trainOnce(
  options: TrainOptions,
  { set, split, signal }: { set: FilmSet; split: SplitRow[]; signal: AbortSignal },
): Promise<FinishedRun & { study: Study }> {
  const { recipe, profile, changes, folds, seed, weights: weightsDir, out } = options;
  const onProgress = progressLine(`Training ${recipe}`);
  if (!folds) {
    const study = await beginStudy({ out, set, split });
    const about = { profile, changes, seed, weightsDir, onProgress, signal };
    return { study, ...await trainRecipe(recipe, { ...study, ...about }) };
  }
  const unit = { recipe, profile, changes, folds, seed };
  const { dir, record } = await trainUnit(unit, {
    name: unitName(unit, {
      code: await codeFingerprint(),
      films: filmsFingerprint(split),
      weights: await recipeWeights(recipe, weightsDir),
    }),
    units: join(out, "units"),
    set,
    split,
    weightsDir,
    keepModel: true,
    onProgress,
    onWait: () => console.warn("Another process trains the same: waiting for it"),
    signal,
  });
  return { study: await openStudy(dir), ...await readUnitRun(dir, record) };
}

if (import.meta.main) {
  await runStoppable(async (signal) => {
    const places = findPlaces();
    const [word, ...args] = Deno.args;
    if (Object.hasOwn(TRAIN_COMMANDS, word ?? "")) {
      return await TRAIN_COMMANDS[word].run(args, places, signal);
    }
    const options = trainOptions(Deno.args, places);
    if (options) await train(options, signal);
    else console.log(TRAIN_USAGE);
  });
}
