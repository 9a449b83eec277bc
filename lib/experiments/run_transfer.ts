import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { loadPixels, type Pixels } from "../data/load_pixels.ts";
import { startEngine } from "../engine/start.ts";
import type { Backbone } from "../models/backbone.ts";
import { tailModel, unfreeze } from "../models/fine_tune.ts";
import { joinHead } from "../models/head.ts";
import { copyWeights } from "../models/model_graph.ts";
import { fit, type FitResult } from "../training/fit.ts";
import type { HistoryRow } from "../training/history.ts";
import { predictProbabilities } from "../training/predict.ts";
import { completeRun } from "./complete_run.ts";
import { settingsOf } from "./experiment.ts";
import { fitHead, headFitOptions } from "./fit_head.ts";
import { partOf } from "./load_examples.ts";
import { loadFeatures, type LoadFeaturesOptions } from "./load_features.ts";
import { loadFilmFeatures } from "./load_film_features.ts";
import { type TaskFilm, taskFilms } from "./task_films.ts";
import { type FinishedRun, readRun, runFingerprint } from "./run.ts";
import type { RunExperimentOptions } from "./run_experiment.ts";
import { openRunLog } from "./run_log.ts";
import type { TransferExperiment, TransferSettings } from "./transfer.ts";

/** Options of {@linkcode runTransfer}. */
export interface RunTransferOptions extends Omit<RunExperimentOptions, "changes"> {
  /** The network whose features are used; it stays the caller's. */
  backbone: Backbone;
  /** Folder of cached features. */
  featuresDir: string;
}

/**
 * Trains a head on a frozen backbone's features, and its last block too where the experiment says.
 *
 * Each film goes through the frozen part once; the features are cached, so a training takes
 * seconds. A finished run is read instead of run again, as by `runExperiment`.
 *
 * @param experiment What to run.
 * @param options See {@linkcode RunTransferOptions}.
 * @returns What the run came to; its id is the experiment's and the backbone's name.
 * @throws {RangeError} Where the data lacks a class of the task.
 *
 * @example
 * ```ts ignore
 * import { runTransfer } from "lib/experiments/run_transfer.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * import { frozenBackbone } from "lib/experiments/transfer.ts";
 * import { openBackbone } from "lib/training/open_backbone.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const cache = { cacheDir: "cache/films", featuresDir: "cache/features" };
 * const backbone = await openBackbone("phantom", { ...cache, weightsDir: "", imageSize: [96, 96] });
 * const options = { ...study, ...cache, backbone, seed: 1, profile: "quick" };
 * (await runTransfer(frozenBackbone, options)).run.experiment; // "frozen-phantom"
 * backbone.model.dispose();
 * ```
 */
export async function runTransfer(
  experiment: TransferExperiment,
  options: RunTransferOptions,
): Promise<FinishedRun> {
  const { backbone, set, out, seed, profile, onProgress, signal } = options;
  const settings = settingsOf(experiment, profile);
  const id = `${experiment.id}-${backbone.name}`;
  const { task } = experiment;
  const films = taskFilms(task, options.split, { holdOutValidation: !!settings.monitor });
  const dir = join(out, "experiments", id, `seed-${seed}`);
  const fingerprint = runFingerprint({
    id,
    settings: [settings, backbone.fingerprint],
    films,
    seed,
  });
  const finished = await readRun(dir, fingerprint);
  if (finished) return finished;

  const started = performance.now();
  await startEngine({ seed });
  const { cacheDir } = options;
  const features = await loadFilmFeatures(films, {
    ...featuresOptions(id, { ...options, task }),
    root: set.root,
    cacheDir,
  });
  const trainingStarted = performance.now();
  const report = (done: number, total: number, text: string) =>
    onProgress?.(done, total, `${id}: ${text}`);
  const title = `${experiment.title}: ${backbone.title}`;
  const about = { title, data: set.name, profile, seed, settings };
  await using log = await openRunLog(dir, { experiment: id, ...about });
  const onEpoch = async (rows: HistoryRow[]) => {
    log.write(rows);
    await options.onEpoch?.(rows);
  };
  const training = { ...options, settings, films, report, onEpoch };

  const { head, ...first } = await fitHead(features, { ...training, task });
  const model = await joinHead(backbone, head).finally(() => head.dispose());
  try {
    let { history, epoch, probabilities } = first;
    if (settings.fineTune) {
      const all = (rows: HistoryRow[]) => [
        ...first.history,
        ...rows.map((row) => after(row, first.history)),
      ];
      const { imageSize } = backbone;
      const pixels = await loadPixels({ root: set.root, films }, { imageSize, cacheDir, signal });
      const tuned = await fineTune(model, pixels, {
        ...training,
        task,
        onEpoch: (rows) => onEpoch(all(rows)),
      });
      history = all(tuned.history);
      epoch = first.history.length + tuned.epoch;
      probabilities = tuned.probabilities;
    }
    const run = await completeRun(dir, {
      experiment: { id, title, task },
      model,
      modelName: backbone.name,
      licence: `head: MIT; backbone: ${backbone.licence}; the training films keep their own`,
      set,
      films,
      imageSize: backbone.imageSize,
      settings,
      seed,
      profile,
      fingerprint,
      history,
      epoch,
      probabilities,
      trainingSeconds: (performance.now() - trainingStarted) / 1000,
      started,
      study: options,
    });
    await log.finish(run);
    return run;
  } finally {
    model.dispose();
  }
}

interface Training extends RunTransferOptions {
  settings: TransferSettings;
  films: TaskFilm[];
  report: (done: number, total: number, text: string) => void;
}

/** What the features are computed with, and who is told. */
function featuresOptions(
  id: string,
  { backbone, featuresDir, task, onProgress, signal }:
    & RunTransferOptions
    & { task: { classNames: string[] } },
): LoadFeaturesOptions {
  return {
    backbone,
    featuresDir,
    classNames: task.classNames,
    onProgress: (done, total) => onProgress?.(done, total, `${id}: features computed`),
    signal,
  };
}

/** Trains what comes behind the frozen layers, head included, and copies it into the model. */
async function fineTune(
  model: tf.LayersModel,
  pixels: Pixels,
  options: Training & { task: { classNames: string[] } },
): Promise<FitResult & { probabilities: number[][] }> {
  const { backbone, settings, films, signal } = options;
  const block = backbone.lastBlock;
  unfreeze(model, block.from);
  const maps = await loadFeatures(pixels, films, {
    ...featuresOptions(backbone.name, options),
    layer: block.cut,
  });
  const tail = await tailModel(model, block.cut);
  try {
    const result = await fit(
      tail,
      partOf(maps, films, "train"),
      headFitOptions(maps, { ...options, settings: { ...settings, ...settings.fineTune } }),
    );
    const probabilities = predictProbabilities(tail, maps, { signal });
    copyWeights(tail, model);
    return { ...result, probabilities };
  } finally {
    tail.dispose();
  }
}

/** Fine-tuning's epochs count on from the head's. */
function after(row: HistoryRow, earlier: readonly HistoryRow[]): HistoryRow {
  return { ...row, epoch: earlier.length + row.epoch };
}
