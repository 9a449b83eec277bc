import { fromFileUrl, join } from "@std/path";
import { joinSets } from "lib/data/join_sets.ts";
import type { FilmSet } from "lib/data/read_films.ts";
import { foldSplit } from "lib/data/fold_split.ts";
import { splitFilms } from "lib/data/split.ts";
import { progressLine } from "lib/display/progress.ts";
import { evaluateModels, readModels } from "lib/experiments/collect_results.ts";
import { openData } from "lib/experiments/open_data.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { trainRecipe } from "lib/experiments/train_recipe.ts";
import { writeResults } from "lib/evaluation/results.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { sendWhereNamed } from "./mlflow.ts";
import { TRAIN_COMMANDS } from "./train/commands.ts";
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
  const { recipe, profile, seed, weights, changes } = options;
  const { run, dir } = await trainRecipe(recipe, {
    ...study,
    profile,
    seed,
    changes,
    weightsDir: weights,
    signal,
    onProgress: progressLine(`Training ${recipe}`),
  });

  const models = (await readModels(out)).filter((model) => model.run?.dir === dir);
  const rows = evaluateModels(models, study, { profile });
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

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const places = {
    caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    weights: Deno.env.get("CXR_WEIGHTS") ??
      fromFileUrl(new URL("../data/weights", import.meta.url)),
  };
  try {
    const [word, ...args] = Deno.args;
    if (Object.hasOwn(TRAIN_COMMANDS, word ?? "")) {
      await TRAIN_COMMANDS[word].run(args, places, stop.signal);
    } else {
      const options = trainOptions(Deno.args, places);
      if (options) await train(options, stop.signal);
      else console.log(TRAIN_USAGE);
    }
  } catch (error) {
    const isStopped = stop.signal.aborted;
    console.error(isStopped ? "Stopped; the same command goes on from here" : message(error));
    Deno.exit(isStopped ? 130 : 1);
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
