import { filmPlaces } from "lib/data/film_places.ts";
import { splitFilms } from "lib/data/split.ts";
import { stagedProgress } from "lib/display/staged_progress.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { controlStudy } from "lib/protocol/control_study.ts";
import { describeControls } from "lib/protocol/describe_controls.ts";
import { CONTROLS_USAGE, type ControlsOptions, controlsOptions } from "./controls_options.ts";
import { openSets } from "./open_sets.ts";
import { findPlaces } from "./places.ts";
import { runStoppable } from "./run_stoppable.ts";

/** Retrains a recipe on masked films as the command line asks, and says what its accuracy shows. */
async function controls(options: ControlsOptions, signal: AbortSignal): Promise<void> {
  const set = await openSets(options.data, { profile: options.profile, signal });
  const { out, splitSeed } = options;
  const study = await beginStudy({ out, set, split: splitFilms(set, { seed: splitSeed }) });
  const { record, rows } = await controlStudy(study, {
    ...options,
    sources: options.places
      ? await filmPlaces(set)
      : new Map(set.films.map(({ path, source }) => [path, source])),
    onProgress: stagedProgress(`Controls of ${options.recipe}`),
    signal,
  });
  for (const line of describeControls(record, rows)) console.log(line);
  console.log(`Figures: ${out}/results/controls.csv\n${NOT_FOR_DIAGNOSIS}`);
}

if (import.meta.main) {
  await runStoppable(async (signal) => {
    const options = controlsOptions(Deno.args, findPlaces());
    if (options) await controls(options, signal);
    else console.log(CONTROLS_USAGE);
  });
}
