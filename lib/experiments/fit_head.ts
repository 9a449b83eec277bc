import type * as tf from "@tensorflow/tfjs";
import { fitStandardiser } from "../evaluation/standardise.ts";
import { buildHead } from "../models/head.ts";
import type { Examples } from "../training/examples.ts";
import { fit, type FitResult } from "../training/fit.ts";
import type { FitOptions } from "../training/fit_options.ts";
import type { HistoryRow } from "../training/history.ts";
import { predictProbabilities } from "../training/predict.ts";
import { partOf } from "./load_examples.ts";
import type { TaskFilm } from "./task_films.ts";
import { trainingOptions } from "./training_options.ts";
import type { TransferSettings } from "./transfer.ts";

/** Options of {@linkcode fitHead}. */
export interface FitHeadOptions {
  task: { classNames: string[] };
  settings: TransferSettings;
  /** The examples' films, in the same order. */
  films: readonly TaskFilm[];
  seed: number;
  /** Called while it trains: steps done, their number, and where it stands. */
  report?: (done: number, total: number, text: string) => void;
  onEpoch?: (history: HistoryRow[]) => void | Promise<void>;
  signal?: AbortSignal;
}

/**
 * Trains a head on features of a frozen backbone.
 *
 * @param features Features of the films, `[numFeatures]` each.
 * @param options See {@linkcode FitHeadOptions}.
 * @returns The head, to be disposed by the caller, its history, and its probabilities of all films.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts ignore
 * import { fitHead } from "lib/experiments/fit_head.ts";
 * const { head, probabilities } = await fitHead(features, { task, settings, films, seed: 1 });
 * ```
 */
export async function fitHead(
  features: Examples,
  options: FitHeadOptions,
): Promise<FitResult & { head: tf.LayersModel; probabilities: number[][] }> {
  const { settings, films, task, seed, signal } = options;
  const train = partOf(features, films, "train");
  const head = buildHead({
    ...settings,
    numFeatures: features.shape[0],
    numClasses: task.classNames.length,
    standardise: settings.standardise ? fitStandardiser(rowsOf(train)) : undefined,
    seed,
  });
  try {
    const result = await fit(head, train, headFitOptions(features, options));
    return { ...result, head, probabilities: predictProbabilities(head, features, { signal }) };
  } catch (error) {
    head.dispose();
    throw error;
  }
}

/**
 * Turns the settings of a transfer experiment into those of `fit`.
 *
 * @param examples All examples, of which the validation part is held out where it is watched.
 * @param options See {@linkcode FitHeadOptions}.
 * @returns Options of `fit`.
 *
 * @example
 * ```ts ignore
 * import { headFitOptions } from "lib/experiments/fit_head.ts";
 * await fit(head, train, headFitOptions(features, { task, settings, films, seed: 1 }));
 * ```
 */
export function headFitOptions(
  examples: Examples,
  { seed, report, onEpoch, signal, ...options }: FitHeadOptions,
): FitOptions {
  return { ...trainingOptions(examples, options), seed, signal, onEpoch, onProgress: report };
}

/** The examples' features, one array a film. */
function rowsOf({ values, shape: [length], labels }: Examples): ArrayLike<number>[] {
  return labels.map((_, i) => values.subarray(i * length, (i + 1) * length));
}
