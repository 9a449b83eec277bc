import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { DECODING } from "../data/decode_film.ts";
import type { SplitRow } from "../data/split.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { fitTemperature, temper } from "../evaluation/temperature.ts";
import { chooseThreshold } from "../evaluation/threshold.ts";
import { saveBundle } from "../models/model_bundle.ts";
import type { HistoryRow } from "../training/history.ts";
import { codeVersion } from "./code_version.ts";
import { readFloors } from "./collect_results.ts";
import { filmHashes } from "./film_hashes.ts";
import { makeCard } from "./make_card.ts";
import type { TaskFilm } from "./task_films.ts";
import { dataFingerprint, type FinishedRun, finishRun } from "./run.ts";
import type { Task } from "./task.ts";
import { trainingGate } from "./training_gate.ts";

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
  /** What the network itself says: one row a film, in the films' order. */
  probabilities: number[][];
  trainingSeconds: number;
  /** What out-of-fold answers of the training films ask for, instead of the validation films. */
  calibration?: { temperature: number; threshold: number; thresholdBasis: string };
  /** When the run began, as `performance.now` told. */
  started: number;
  /** Where films and results lie; without it the bundle has neither gate nor card. */
  study?: { set: { root: string }; split: readonly SplitRow[]; out: string; cacheDir: string };
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
  const { experiment: { id, title, task }, model, set, films, seed, profile, study } = options;
  const { classNames } = task;
  const temperature = options.calibration?.temperature ?? validationTemperature(options);
  const predictions = films.map((film, i): Prediction => ({
    path: film.path,
    split: film.part,
    trueClass: film.className,
    probabilities: temper(options.probabilities[i], temperature),
  }));
  const { threshold, thresholdBasis } = options.calibration ??
    validationThreshold(predictions, classNames);
  const floors = study ? await readFloors(study.out) : [];
  await saveBundle(join(dir, "model"), {
    model,
    info: {
      id,
      title,
      classNames,
      preprocessing: { imageSize: options.imageSize, decoding: DECODING },
      threshold,
      thresholdBasis,
      temperature,
      gate: study
        ? await trainingGate(films, { root: study.set.root, cacheDir: study.cacheDir })
        : null,
      card: study
        ? makeCard({
          data: set.name,
          classNames,
          predictions,
          threshold,
          split: study.split,
          floors: floors.filter((floor) => floor.task === task.id),
        })
        : null,
      training: {
        data: set.name,
        fingerprint: dataFingerprint(films),
        numFilms: films.filter(({ part }) => part === "train").length,
        seed,
        profile,
        films: filmHashes(films),
      },
      licence: options.licence,
      codeVersion: await codeVersion(),
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
    classNames,
    history: options.history,
    predictions,
  });
}

/**
 * The temperature that fits the validation films; 1 without any. They are few, and they chose the
 * epoch: so it may only soften, never sharpen.
 */
function validationTemperature(
  { experiment: { task }, films, probabilities }: CompleteRunOptions,
): number {
  const validation = films.flatMap(({ part }, i) => part === "validation" ? [i] : []);
  return Math.max(
    1,
    fitTemperature(
      validation.map((i) => task.classNames.indexOf(films[i].className)),
      validation.map((i) => probabilities[i]),
    ),
  );
}

/** Youden's threshold on the validation films; .5 without any, or with more than two classes. */
function validationThreshold(
  predictions: readonly Prediction[],
  classNames: readonly string[],
): { threshold: number; thresholdBasis: string } {
  const even = (why: string) => ({ threshold: 0.5, thresholdBasis: why });
  const validation = predictions.filter(({ split }) => split === "validation");
  if (classNames.length !== 2) return even("the likeliest class is called");
  if (validation.length === 0) return even("no validation films were held out to choose another");
  const { threshold } = chooseThreshold(
    validation.map(({ trueClass }) => Number(trueClass === classNames[1])),
    validation.map(({ probabilities }) => probabilities[1]),
  );
  return Number.isNaN(threshold)
    ? even("the validation films are all of one class")
    : { threshold, thresholdBasis: `Youden's on ${validation.length} validation films` };
}
