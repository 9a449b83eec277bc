import { listedFilms } from "lib/data/listed_films.ts";
import { progressLine } from "lib/display/progress.ts";
import { extractFeatures } from "./extract_features.ts";
import { FEATURES_USAGE, type FeaturesOptions, featuresOptions } from "./features_options.ts";
import { openSets } from "./open_sets.ts";
import { findPlaces } from "./places.ts";
import { runStoppable } from "./run_stoppable.ts";

// `deno task features`: what a frozen network makes of films, as a Parquet file.

async function extract(options: FeaturesOptions, signal: AbortSignal): Promise<void> {
  const set = await findFilms(options, signal);
  const { numFilms, numFeatures, wasThere } = await extractFeatures(options.out, set, {
    ...options,
    onProgress: progressLine("Features"),
    signal,
  });
  console.log(
    `${options.out}: ${numFilms} of ${set.films.length} films, ${numFeatures} features each` +
      (wasThere ? "; it was there already" : ""),
  );
}

/** A manifest is taken at its word; without one every film is opened. */
async function findFilms({ data, manifest }: FeaturesOptions, signal: AbortSignal) {
  const listed = data === "phantom" ? undefined : await listedFilms(data, manifest);
  if (listed) return listed;
  if (manifest) {
    throw new Error(
      `Cannot use "${manifest}": expected a manifest with path, class, SHA-256 and group of every ` +
        "film; deno task manifest writes one",
    );
  }
  const { root, name, films, skipped } = await openSets([data], { profile: "full", signal });
  for (const { path, reason } of skipped) console.warn(`Skipped ${path}: ${reason}`);
  return { root, name, films };
}

if (import.meta.main) {
  await runStoppable(async (signal) => {
    const options = featuresOptions(Deno.args, findPlaces());
    if (options) await extract(options, signal);
    else console.log(FEATURES_USAGE);
  });
}
