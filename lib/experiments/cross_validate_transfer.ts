import { join } from "@std/path";
import { foldSplit } from "../data/fold_split.ts";
import { loadPixels } from "../data/load_pixels.ts";
import type { SplitRow } from "../data/split.ts";
import { startEngine } from "../engine/start.ts";
import { type Prediction, readPredictions, writePredictions } from "../evaluation/predictions.ts";
import type { Backbone } from "../models/backbone.ts";
import type { Examples } from "../training/examples.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { settingsOf } from "./experiment.ts";
import { fitHead } from "./fit_head.ts";
import { loadFeatures } from "./load_features.ts";
import { runFingerprint } from "./run.ts";
import { type TaskFilm, taskFilms } from "./task_films.ts";
import type { TransferExperiment } from "./transfer.ts";

/** Options of {@linkcode crossValidateTransfer}. */
export interface CrossValidateTransferOptions {
  /** Folder of the films. */
  set: { root: string };
  /** Rows of `split.csv`; its parts are left aside, all films are dealt anew. */
  split: readonly SplitRow[];
  /** The frozen network; it stays the caller's. */
  backbone: Backbone;
  /** Folder of the results; finished repeats in it are read, not trained again. */
  out: string;
  /** Folders of decoded films and of features. */
  cacheDir: string;
  featuresDir: string;
  profile: string;
  /** Number of folds. @default 5 */
  k?: number;
  /** Number of dealings, each with all folds and a training seed of its own. */
  repeats: number;
  /** Whether copies and known patients stay together. @default "grouped" */
  deal?: "grouped" | "random";
  seed: number;
  /** Called after each fold with how many are done and how many there are. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next batch; finished repeats are kept. */
  signal?: AbortSignal;
}

/** What one dealing gave. */
export interface FoldsOutcome {
  repeat: number;
  classNames: string[];
  /** One a film of the task, each from the network that did not train on it. */
  predictions: Prediction[];
}

/**
 * Cross-validates a frozen backbone with a trained head: features are computed once per film, and
 * each head trains within a fraction of a second.
 *
 * Fine-tuning is left out. Each repeat's out-of-fold predictions are written to
 * `folds/<deal>-<k>/<experiment>-<backbone>/repeat-<r>-<key>/predictions.csv`, the key fixed by
 * settings, films, weights and seed.
 *
 * @param experiment What is told apart, and the head's settings.
 * @param options See {@linkcode CrossValidateTransferOptions}.
 * @returns One outcome a repeat.
 * @throws {RangeError} Where a class has no film, or there are fewer groups than folds.
 *
 * @example
 * ```ts ignore
 * import { crossValidateTransfer } from "lib/experiments/cross_validate_transfer.ts";
 * import { frozenBackbone } from "lib/experiments/transfer.ts";
 * const outcomes = await crossValidateTransfer(frozenBackbone, { ...study, backbone, repeats: 5 });
 * outcomes[0].predictions.length; // every film of the task, once
 * ```
 */
export async function crossValidateTransfer(
  experiment: TransferExperiment,
  options: CrossValidateTransferOptions,
): Promise<FoldsOutcome[]> {
  const { split, backbone, repeats, k = 5, deal = "grouped", seed, profile, signal } = options;
  const { task } = experiment;
  const settings = settingsOf(experiment, profile);
  const id = `${experiment.id}-${backbone.name}`;
  const films = taskFilms(task, split, { holdOutValidation: false });
  const rows = rowsOf(films, split);
  await startEngine({ seed });
  let features: Examples | undefined;
  const outcomes: FoldsOutcome[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const dealt = Array.from(
      { length: k },
      (_, fold) =>
        taskFilms(task, foldSplit(rows, { k, fold, repeat, deal, seed }), {
          holdOutValidation: settings.monitor !== undefined,
        }),
    );
    const key = runFingerprint({
      id,
      settings: [settings, backbone.fingerprint, k, deal, repeat],
      films: dealt.flat(),
      seed,
    }).slice(0, 16);
    const dir = join(options.out, "folds", `${deal}-${k}`, id, `repeat-${repeat}-${key}`);
    const file = join(dir, "predictions.csv");
    const finished = await isFile(file);
    if (!finished) {
      features ??= await featuresOf(films, { ...options, classNames: task.classNames });
      const predictions: Prediction[] = [];
      for (const [fold, ofFold] of dealt.entries()) {
        const { head, probabilities } = await fitHead(features, {
          task,
          settings,
          films: ofFold,
          seed: deriveSeed(seed, "fold", repeat, fold),
          signal,
        });
        head.dispose();
        ofFold.forEach(({ path, className, part }, i) => {
          if (part !== "test") return;
          predictions.push({
            path,
            split: "test",
            trueClass: className,
            probabilities: probabilities[i],
          });
        });
        options.onProgress?.(repeat * k + fold + 1, repeats * k, `${id}: fold ${fold + 1} of ${k}`);
      }
      await writePredictions(file, task.classNames, predictions);
    }
    outcomes.push({ repeat, ...await readPredictions(file) });
    if (finished) options.onProgress?.((repeat + 1) * k, repeats * k, `${id}: read`);
  }
  return outcomes;
}

/** The split's rows of the task's films, in the films' order. */
function rowsOf(films: readonly TaskFilm[], split: readonly SplitRow[]): SplitRow[] {
  const byPath = new Map(split.map((row) => [row.path, row]));
  return films.map(({ path }) => byPath.get(path)!);
}

async function featuresOf(
  films: readonly TaskFilm[],
  { set, backbone, cacheDir, featuresDir, classNames, signal, onProgress }:
    & CrossValidateTransferOptions
    & { classNames: string[] },
): Promise<Examples> {
  const pixels = await loadPixels({ root: set.root, films: [...films] }, {
    imageSize: backbone.imageSize,
    cacheDir,
    signal,
    onProgress: (done, total) => onProgress?.(done, total, "films decoded"),
  });
  return await loadFeatures(pixels, films, {
    backbone,
    featuresDir,
    classNames,
    signal,
    onProgress: (done, total) => onProgress?.(done, total, "features computed"),
  });
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}
