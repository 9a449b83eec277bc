import { join } from "@std/path";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { openData } from "lib/experiments/open_data.ts";
import type { FinishedRun } from "lib/experiments/run.ts";
import { beginStudy, type Study } from "lib/experiments/study.ts";
import { report } from "./report.ts";

/**
 * Goes the way of the notebooks, from files on disk to a trained network with its predictions and
 * model bundle, and reports the seconds of it all.
 *
 * Results and caches go to a folder that did not exist before, so every film is decoded, and every
 * feature computed, within that time. TensorFlow is loaded before: imports do not count on either
 * side.
 *
 * @param films Folder of the films.
 * @param run Trains, given the study and a folder for caches.
 *
 * @example
 * ```ts ignore
 * await runNotebook(films, (study, cache) =>
 *   runExperiment(experimentA, { ...study, cacheDir: cache, seed: 1, profile: "full" }));
 * ```
 */
export async function runNotebook(
  films: string,
  run: (study: Study, cache: string) => Promise<FinishedRun>,
): Promise<void> {
  await startEngine({ seed: 1 });
  const dir = await Deno.makeTempDir({ prefix: "chest-xray-bench-" });
  const cache = join(dir, "cache");
  Deno.env.set("CXR_CACHE", cache);
  try {
    const started = performance.now();
    const set = await openData(films, { profile: "full" });
    const study = await beginStudy({
      out: join(dir, "out"),
      set,
      split: splitFilms(set, { seed: 1 }),
    });
    const finished = await run(study, cache);
    const seconds = (performance.now() - started) / 1000;
    report({ value: seconds, check: checksOf(finished) });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function checksOf({ run, history, predictions, classNames }: FinishedRun) {
  const test = predictions.filter(({ split }) => split === "test");
  const right = test.filter(({ trueClass, probabilities }) =>
    classNames[probabilities.indexOf(Math.max(...probabilities))] === trueClass
  );
  return {
    films: predictions.length,
    epochs: history.length,
    params: run.numParams,
    "train accuracy": history.at(-1)!.accuracy,
    "test accuracy": right.length / test.length,
    "training seconds": run.trainingSeconds,
  };
}
