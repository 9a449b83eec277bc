import { fromFileUrl, join } from "@std/path";
import { cacheDir } from "lib/engine/native_library.ts";
import { startEngine } from "lib/engine/start.ts";
import { joinSets } from "lib/data/join_sets.ts";
import type { FilmSet } from "lib/data/read_films.ts";
import { foldSplit } from "lib/data/fold_split.ts";
import { splitFilms } from "lib/data/split.ts";
import { progressLine } from "lib/display/progress.ts";
import { EXPERIMENTS } from "lib/experiments/catalogue.ts";
import { evaluateModels, readModels } from "lib/experiments/collect_results.ts";
import { openData } from "lib/experiments/open_data.ts";
import type { FinishedRun } from "lib/experiments/run.ts";
import { runExperiment } from "lib/experiments/run_experiment.ts";
import { runTransferSeeds } from "lib/experiments/run_seeds.ts";
import { beginStudy, type Study } from "lib/experiments/study.ts";
import { TRANSFER_EXPERIMENTS } from "lib/experiments/transfer.ts";
import { writeResults } from "lib/evaluation/results.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { sendWhereNamed } from "./mlflow.ts";
import { TRAIN_USAGE, type TrainOptions, trainOptions } from "./train_options.ts";

/** Trains one experiment as the command line asks, and prints how well it does. */
async function train(options: TrainOptions, signal: AbortSignal): Promise<void> {
  const sets: FilmSet[] = [];
  for (const data of options.data) {
    const report = progressLine(`Reading ${data}`);
    sets.push(await openData(data, { profile: options.profile, onProgress: report, signal }));
  }
  const set = joinSets(sets);
  for (const { path, reason } of set.skipped) console.warn(`Skipped ${path}: ${reason}`);
  const { out, split } = partFilms(set, options);
  const study = await beginStudy({ out, set, split });
  const { run, dir } = await runRecipe(study, options, signal);

  const models = (await readModels(out)).filter((model) => model.run?.dir === dir);
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

/** The split to train on, and where its results go: a fold is a study of its own. */
function partFilms(set: FilmSet, { out, splitSeed, folds }: TrainOptions) {
  const split = splitFilms(set, { seed: splitSeed });
  if (!folds) return { out, split };
  const { k, fold, repeat, deal } = folds;
  return {
    out: join(out, "folds", `${deal}-${k}`, `repeat-${repeat}`, `fold-${fold}`),
    split: foldSplit(split, { ...folds, seed: splitSeed }),
  };
}

async function runRecipe(
  study: Study,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<FinishedRun> {
  const { recipe, profile, seed, weights, changes } = options;
  const common = {
    ...study,
    profile,
    signal,
    onProgress: progressLine(`Training ${recipe}`),
  };
  if (Object.hasOwn(EXPERIMENTS, recipe)) {
    const films = join(cacheDir(), "films");
    return await runExperiment(EXPERIMENTS[recipe], { ...common, seed, changes, cacheDir: films });
  }
  const [id] = recipe.split(":");
  const { settings, ...experiment } = TRANSFER_EXPERIMENTS[id];
  await startEngine({ seed });
  const [run] = await runTransferSeeds(
    { ...experiment, settings: { ...settings, ...changes } },
    { ...common, seeds: [seed], name: recipe.slice(id.length + 1), weightsDir: weights },
  );
  return run;
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  try {
    const options = trainOptions(Deno.args, {
      caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
      weights: Deno.env.get("CXR_WEIGHTS") ??
        fromFileUrl(new URL("../data/weights", import.meta.url)),
    });
    if (options) await train(options, stop.signal);
    else console.log(TRAIN_USAGE);
  } catch (error) {
    const isStopped = stop.signal.aborted;
    console.error(isStopped ? "Stopped; the same command goes on from here" : message(error));
    Deno.exit(isStopped ? 130 : 1);
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
