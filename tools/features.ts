import { join } from "@std/path";
import { listedFilms } from "lib/data/listed_films.ts";
import { progressLine } from "lib/display/progress.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { startEngine } from "lib/engine/start.ts";
import { openData } from "lib/experiments/open_data.ts";
import { openBackbone } from "lib/training/open_backbone.ts";
import { writeFilmFeatures } from "lib/training/write_film_features.ts";
import { FEATURES_USAGE, type FeaturesOptions, featuresOptions } from "./features_options.ts";
import { findPlaces } from "./places.ts";
import { runStoppable } from "./run_stoppable.ts";

// `deno task features`: what a frozen network makes of films, as a Parquet file.

async function extract(options: FeaturesOptions, signal: AbortSignal): Promise<void> {
  const { out, range, weights, size } = options;
  const set = await findFilms(options, signal);
  await startEngine({ seed: 1 });
  const backbone = await openBackbone(options.backbone, {
    weightsDir: weights,
    imageSize: [size, size],
    cacheDir: join(cacheDir(), "backbones"),
    onProgress: progressLine("Backbone"),
    signal,
  });
  const { numFilms, wasThere } = await writeFilmFeatures(out, set, {
    backbone,
    range,
    onProgress: progressLine("Features"),
    signal,
  });
  console.log(
    `${out}: ${numFilms} of ${set.films.length} films, ${backbone.numFeatures} features each` +
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
  const onProgress = progressLine(`Reading ${data}`);
  const { root, name, films, skipped } = await openData(data, {
    profile: "full",
    onProgress,
    signal,
  });
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
