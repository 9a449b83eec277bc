import { splitFilms } from "lib/data/split.ts";
import { progressLine } from "lib/display/progress.ts";
import { table } from "lib/display/table.ts";
import { codeVersion } from "lib/experiments/code_version.ts";
import { availableBackbones } from "lib/experiments/available_backbones.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { comparisonsTable, foldsTable } from "lib/protocol/folds_table.ts";
import { freezeFromFolds } from "lib/protocol/freeze_from_folds.ts";
import { openRecipe } from "lib/protocol/open_recipe.ts";
import { permuteBackbone } from "lib/protocol/permute_backbone.ts";
import { cheapRecipes, runProtocol } from "lib/protocol/run_protocol.ts";
import { summariseFolds } from "lib/protocol/summarise_folds.ts";
import { openSets } from "./open_sets.ts";
import { findPlaces } from "./places.ts";
import { PROTOCOL_USAGE, type ProtocolOptions, protocolOptions } from "./protocol_options.ts";
import { runStoppable } from "./run_stoppable.ts";

/** Cross-validates recipes as the command line asks, and prints what came out. */
async function protocol(options: ProtocolOptions, signal: AbortSignal): Promise<void> {
  const { out, profile, seed, weights, permutations } = options;
  const set = await openSets(options.data, { profile, signal });
  for (const { path, reason } of set.skipped) console.warn(`Skipped ${path}: ${reason}`);
  const study = await beginStudy({ out, set, split: splitFilms(set, { seed: 1 }) });
  const common = { ...study, profile, seed, weightsDir: weights, signal };
  const report = progressLine("Folds");
  const recipes = options.recipes ?? await cheapRecipes(weights);
  await runProtocol({
    ...common,
    set,
    recipes,
    k: options.folds,
    repeats: options.repeats,
    deals: options.deals,
    onProgress: (done, total, text) => report(Math.round(10 * done) / 10, total, text),
  });
  const { folds, comparisons, calibration } = await summariseFolds({
    ...common,
    commit: await codeVersion(),
    findings: new Map(set.films.map(({ path, finding }) => [path, finding])),
    resamples: profile === "full" ? 2000 : 200,
    onProgress: progressLine("Evaluating"),
  });
  console.log(
    table(foldsTable(folds, calibration), {
      caption: `Out of fold, ${set.name}: mean of ${options.repeats} dealings (95 % interval)`,
    }).text,
  );
  console.log(
    "\n" + table(comparisonsTable(comparisons), {
      caption: "Differences on the same folds (95 % interval)",
    }).text,
  );
  if (permutations > 0) {
    const [name] = await availableBackbones(weights);
    const { observed, permuted, pValue } = await permuteBackbone(name, {
      ...common,
      permutations,
      imageSize: profile === "full" ? [224, 224] : [96, 96],
      onProgress: progressLine("Shuffling labels"),
    });
    console.log(
      `\nShuffled labels, ${name}: balanced accuracy ${observed.toFixed(3)}; at most ` +
        `${Math.max(...permuted).toFixed(3)} in ${permutations} shufflings, p = ${
          pValue.toFixed(4)
        }`,
    );
  }
  for (
    const name of options.freeze ? recipes.filter((name) => !/^(nested|floor-)/.test(name)) : []
  ) {
    using recipe = await openRecipe(name, { ...common, set });
    const { tuning, runs } = await freezeFromFolds(recipe, {
      ...common,
      k: options.folds,
      repeats: options.repeats,
      onProgress: progressLine(`Tuning ${name}`),
    });
    console.log(
      `\n${name}: temperature ${tuning.temperature.toFixed(3)}, threshold ` +
        `${
          tuning.threshold.toFixed(3)
        } (${tuning.thresholdBasis}), frozen into ${runs.length} models`,
    );
  }
  console.log(`\nResults: ${out}/results\n${NOT_FOR_DIAGNOSIS}`);
}

if (import.meta.main) {
  await runStoppable(async (signal) => {
    const options = protocolOptions(Deno.args, findPlaces());
    if (options) await protocol(options, signal);
    else console.log(PROTOCOL_USAGE);
  });
}
