import { join } from "@std/path";
import type { SplitRow } from "../data/split.ts";
import { startEngine } from "../engine/start.ts";
import { fit } from "../training/fit.ts";
import type { HistoryRow } from "../training/history.ts";
import { predictProbabilities } from "../training/predict.ts";
import { completeRun } from "./complete_run.ts";
import { type Experiment, type Settings, settingsOf } from "./experiment.ts";
import { loadExamples, partOf } from "./load_examples.ts";
import { taskFilms } from "./task_films.ts";
import { type FinishedRun, readRun, runFingerprint } from "./run.ts";
import { openRunLog } from "./run_log.ts";
import { trainingOptions } from "./training_options.ts";

/** Options of {@linkcode runExperiment}. */
export interface RunExperimentOptions {
  /** Folder of the films and name of the set. */
  set: { root: string; name: string };
  /** Rows of `split.csv`. */
  split: readonly SplitRow[];
  /** Folder of the results; this run's is `experiments/<id>/seed-<seed>` in it. */
  out: string;
  /** Folder of decoded films. */
  cacheDir: string;
  /** Fixes first weights, order of the films, augmentation and dropout. */
  seed: number;
  /** `full`: as written; `quick`: smaller. */
  profile: string;
  /** Settings that shall be others than the profile's. */
  changes?: Partial<Settings>;
  /** Called while the run goes on: steps done, their number, and where it stands. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Called after each epoch with all epochs so far. */
  onEpoch?: (history: HistoryRow[]) => void | Promise<void>;
  /** Stops the run before the next batch; the same call goes on with it. */
  signal?: AbortSignal;
}

/**
 * Runs one experiment with one seed: films, network, training, predictions, files.
 *
 * A run that is finished already, with the same settings, films and seed, is read instead of run
 * again; one that was stopped or killed goes on where its last epoch ended.
 *
 * @param experiment What to run.
 * @param options See {@linkcode RunExperimentOptions}.
 * @returns What the run came to, and the folder with `run.json`, `history.csv`, `predictions.csv`
 *   and `model/`.
 * @throws {RangeError} Where the data lacks a class of the experiment, or a setting cannot be.
 *
 * @example
 * ```ts ignore
 * import { experimentA } from "lib/experiments/experiment_a.ts";
 * import { runExperiment } from "lib/experiments/run_experiment.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const options = { ...study, cacheDir: "cache/films", seed: 1, profile: "quick" };
 * (await runExperiment(experimentA, options)).history.length; // 4
 * ```
 */
export async function runExperiment(
  experiment: Experiment,
  options: RunExperimentOptions,
): Promise<FinishedRun> {
  const { set, out, seed, profile, changes, cacheDir, onProgress, signal } = options;
  const settings = { ...settingsOf(experiment, profile), ...changes };
  const { id, task: { classNames } } = experiment;
  const films = taskFilms(experiment.task, options.split, {
    holdOutValidation: settings.monitor !== undefined,
  });
  const dir = join(out, "experiments", id, `seed-${seed}`);
  const fingerprint = runFingerprint({ id, settings, films, seed });
  const finished = await readRun(dir, fingerprint);
  if (finished) return finished;

  const started = performance.now();
  await startEngine({ seed });
  const examples = await loadExamples(films, {
    root: set.root,
    imageSize: settings.imageSize,
    classNames,
    cacheDir,
    onProgress: (done, total) => onProgress?.(done, total, `${id}: films decoded`),
    signal,
  });
  const train = partOf(examples, films, "train");
  const checkpoint = join(dir, "checkpoint.bin");
  const model = experiment.buildModel(settings);
  try {
    const about = { title: experiment.title, data: set.name, profile, seed, settings };
    await using log = await openRunLog(dir, { experiment: id, ...about });
    const trainingStarted = performance.now();
    const { history, epoch } = await fit(model, train, {
      ...trainingOptions(examples, { settings, films, task: experiment.task }),
      seed,
      checkpoint,
      signal,
      onEpoch: async (history) => {
        log.write(history);
        await options.onEpoch?.(history);
      },
      onProgress: (done, total, text) => onProgress?.(done, total, `${id}: ${text}`),
    });
    const trainingSeconds = (performance.now() - trainingStarted) / 1000;
    const run = await completeRun(dir, {
      experiment,
      model,
      modelName: "cnn",
      licence: "MIT; the training films keep their own",
      set,
      films,
      imageSize: settings.imageSize,
      settings,
      seed,
      profile,
      fingerprint,
      history,
      epoch,
      probabilities: predictProbabilities(model, examples, { signal }),
      trainingSeconds,
      started,
      study: options,
    });
    await Deno.remove(checkpoint).catch(() => {});
    await log.finish(run);
    return run;
  } finally {
    model.dispose();
  }
}
