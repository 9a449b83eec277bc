import { fromFileUrl } from "@std/path";
import { filmPlaces } from "lib/data/film_places.ts";
import { splitFilms } from "lib/data/split.ts";
import { stagedProgress } from "lib/display/staged_progress.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { controlStudy } from "lib/protocol/control_study.ts";
import { describeControls } from "lib/protocol/describe_controls.ts";
import { CONTROLS_USAGE, type ControlsOptions, controlsOptions } from "./controls_options.ts";
import { openSets } from "./open_sets.ts";

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
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  try {
    const options = controlsOptions(Deno.args, {
      caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
      weights: Deno.env.get("CXR_WEIGHTS") ??
        fromFileUrl(new URL("../data/weights", import.meta.url)),
    });
    if (options) await controls(options, stop.signal);
    else console.log(CONTROLS_USAGE);
  } catch (error) {
    const isStopped = stop.signal.aborted;
    const message = error instanceof Error ? error.message : String(error);
    console.error(isStopped ? "Stopped; the same command goes on from here" : message);
    Deno.exit(isStopped ? 130 : 1);
  }
}
