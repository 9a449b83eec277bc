import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { DECODING } from "../data/decode_film.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { chooseThreshold } from "../evaluation/threshold.ts";
import { saveBundle } from "../models/model_bundle.ts";
import type { HistoryRow } from "../training/history.ts";
import type { TaskFilm } from "./task_films.ts";
import { dataFingerprint, type FinishedRun, finishRun } from "./run.ts";
import type { Task } from "./task.ts";

/** What {@linkcode completeRun} writes down. */
export interface CompleteRunOptions {
  experiment: { id: string; title: string; task: Task };
  /** The trained network, from film to probabilities; it stays the caller's. */
  model: tf.LayersModel;
  /** `cnn`, or the backbone's name. */
  modelName: string;
  licence: string;
  set: { name: string };
  films: readonly TaskFilm[];
  imageSize: [number, number];
  settings: unknown;
  seed: number;
  profile: string;
  fingerprint: string;
  history: HistoryRow[];
  /** Epoch whose weights the model has. */
  epoch: number;
  /** One row a film, in the films' order. */
  probabilities: number[][];
  trainingSeconds: number;
  /** When the run began, as `performance.now` told. */
  started: number;
}

/**
 * Writes a trained run's files: the model bundle, predictions of every film, history, `run.json`.
 *
 * @param dir Folder of the run.
 * @param options See {@linkcode CompleteRunOptions}.
 * @returns The finished run.
 * @throws {Error} Where a file cannot be written, naming it.
 * @throws {RangeError} Where a row of probabilities does not sum to 1.
 *
 * @example
 * ```ts ignore
 * import { completeRun, type CompleteRunOptions } from "lib/experiments/complete_run.ts";
 * declare const options: CompleteRunOptions; // what a training came to
 * const { predictions } = await completeRun("outputs/mine/experiments/A/seed-1", options);
 * ```
 */
export async function completeRun(dir: string, options: CompleteRunOptions): Promise<FinishedRun> {
  const { experiment: { id, title, task }, model, set, films, seed, profile } = options;
  const predictions = films.map((film, i): Prediction => ({
    path: film.path,
    split: film.part,
    trueClass: film.className,
    probabilities: options.probabilities[i],
  }));
  await saveBundle(join(dir, "model"), {
    model,
    info: {
      id,
      title,
      classNames: task.classNames,
      preprocessing: { imageSize: options.imageSize, decoding: DECODING },
      threshold: validationThreshold(predictions, task.classNames),
      temperature: 1,
      training: {
        data: set.name,
        fingerprint: dataFingerprint(films),
        numFilms: films.filter(({ part }) => part === "train").length,
        seed,
        profile,
      },
      licence: options.licence,
    },
  });
  return await finishRun(dir, {
    run: {
      experiment: id,
      model: options.modelName,
      task: task.id,
      title,
      data: set.name,
      profile,
      seed,
      settings: options.settings,
      epoch: options.epoch,
      numParams: model.countParams(),
      fingerprint: options.fingerprint,
      trainingSeconds: options.trainingSeconds,
      seconds: (performance.now() - options.started) / 1000,
    },
    classNames: task.classNames,
    history: options.history,
    predictions,
  });
}

/** Youden's threshold on the validation films; .5 without any, or with more than two classes. */
function validationThreshold(
  predictions: readonly Prediction[],
  classNames: readonly string[],
): number {
  const validation = predictions.filter(({ split }) => split === "validation");
  if (classNames.length !== 2 || validation.length === 0) return 0.5;
  const { threshold } = chooseThreshold(
    validation.map(({ trueClass }) => Number(trueClass === classNames[1])),
    validation.map(({ probabilities }) => probabilities[1]),
  );
  return Number.isNaN(threshold) ? 0.5 : threshold;
}
