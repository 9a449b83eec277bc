import type { FilmSet } from "../data/read_films.ts";
import type { SplitRow } from "../data/split.ts";
import { logLoss } from "../evaluation/log_loss.ts";
import { rocAucOvr } from "../evaluation/roc.ts";
import { fitTemperature, temper } from "../evaluation/temperature.ts";
import { chooseThreshold } from "../evaluation/threshold.ts";
import { completeRun } from "../experiments/complete_run.ts";
import { type FinishedRun, readRun, runFingerprint } from "../experiments/run.ts";
import type { Task } from "../experiments/task.ts";
import type { Backbone } from "../models/backbone.ts";
import { joinHead } from "../models/head.ts";
import type { HistoryRow } from "../training/history.ts";
import { bestFilms } from "./best_films.ts";
import { judgeRestyled } from "./judge_restyled.ts";
import { leaveSourceOut, type LeftOutSource } from "./leave_source_out.ts";
import { fitRestyled, predictRestyled, type RestyledExamples } from "./restyled_classifier.ts";
import { restyledHead } from "./restyled_head.ts";

/** Inverse strengths of the penalty to choose from. */
const CS = [1, 3, 10, 30];

/** Share of the COVID-19 films that the frozen threshold finds, each judged out of fold. */
const SENSITIVITY = 0.9;

/** Options of {@linkcode trainBest}. */
export interface TrainBestOptions {
  /** Short name of the model: `best` or the like. */
  id: string;
  task: Task;
  /** Where every film stands. */
  split: readonly SplitRow[];
  /** The frozen network; it stays the caller's. */
  backbone: Backbone;
  /** `[view][film of the set][numFeatures]`: as they are, then restyled; the last only judges. */
  views: readonly (readonly Float32Array[])[];
  /** Folder of the run, and of the results around it. */
  dir: string;
  out: string;
  cacheDir: string;
  seed: number;
  profile: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** What was trained, and how it did on films of which it had not seen the group. */
export interface BestModel {
  run: FinishedRun;
  /** Inverse strength of the penalty that was chosen. */
  c: number;
  threshold: number;
  /** Films that were learnt from, each judged out of fold: as they are, and restyled. */
  outOfFold: {
    paths: string[];
    groups: string[];
    yTrue: number[];
    plain: number[][];
    restyled: number[][];
  };
  /** With COVID-19 against the rest: what it says of sources that it had not seen. */
  leftOut: LeftOutSource[];
}

/**
 * Trains the model that is meant for films from elsewhere: a linear classifier of a frozen network's
 * features, learnt from each film as it is and as other clinics might have made it, classes and
 * sources weighed against one another. With two classes a third of its answer comes from
 * differences within collections (see `withinSourceDirection`).
 *
 * How strong the penalty is, is chosen by grouped cross-validation on a restyling of its own that is
 * never learnt from. Temperature and threshold come from out-of-fold answers; no test film takes
 * part in anything.
 *
 * @param set The set's folder and films.
 * @param options See {@linkcode TrainBestOptions}.
 * @returns The finished run and its out-of-fold answers.
 * @throws {RangeError} Where a class has no films, or there are less than three views.
 * @throws {DOMException} `AbortError` where it was stopped.
 *
 * @example
 * ```ts ignore
 * import { trainBest, type TrainBestOptions } from "lib/protocol/train_best.ts";
 * import { readFilms } from "lib/data/read_films.ts";
 * declare const options: TrainBestOptions;
 * const { leftOut } = await trainBest(await readFilms("data/films/mine"), options);
 * ```
 */
export async function trainBest(
  set: Pick<FilmSet, "root" | "name" | "films">,
  options: TrainBestOptions,
): Promise<BestModel> {
  const { id, task, split, backbone, dir, seed, profile, onProgress, signal } = options;
  if (options.views.length < 3) {
    throw new RangeError(
      `Cannot train on ${options.views.length} views: expected the films as they are and two more`,
    );
  }
  const started = performance.now();
  const chosen = await bestFilms(set, { task, split });
  const { films, learnt, provenances, collections, places, isHealthy, inSet } = chosen;
  const labels = films.map(({ className }) => task.classNames.indexOf(className));
  const groups = films.map(({ group, path }) => group || path);
  const examples: RestyledExamples = {
    views: options.views.map((rows) => inSet.map((i) => rows[i])),
    labels,
    provenances,
    numClasses: task.classNames.length,
    within: task.classNames.length === 2 ? { collections, isHealthy } : undefined,
  };
  const judge = examples.views.length - 1;
  const views = [...examples.views.keys()].slice(0, judge);
  const dealt = { films: learnt, groups, views, seed, signal };
  const yTrue = learnt.map((i) => labels[i]);

  let best = { c: NaN, loss: Infinity, restyled: [] as number[][] };
  for (const [i, c] of CS.entries()) {
    onProgress?.(i, CS.length + 2, `${id}: choosing the penalty`);
    const restyled = await judgeRestyled(examples, { ...dealt, c, judged: judge });
    const loss = logLoss(yTrue, restyled);
    if (loss < best.loss) best = { c, loss, restyled };
  }
  const { c, restyled } = best;
  onProgress?.(CS.length, CS.length + 2, `${id}: out-of-fold answers`);
  const raw = await judgeRestyled(examples, { ...dealt, c, judged: 0 });
  const temperature = fitTemperature(yTrue, raw);
  const plain = raw.map((row) => temper(row, temperature));
  const positive = task.classNames.indexOf("COVID-19");
  const { threshold, basis } = frozenThreshold(yTrue, plain, task);

  const trainingStarted = performance.now();
  const classifier = fitRestyled(examples, { train: learnt, views, c });
  const probabilities = predictRestyled(examples.views[0], classifier);
  const settings = { backbone: backbone.fingerprint, views: views.length, c, seed, version: 3 };
  const fingerprint = runFingerprint({ id, settings, films, seed });
  const head = restyledHead(classifier);
  const model = await joinHead(backbone, head).finally(() => head.dispose());
  let run = await readRun(dir, fingerprint);
  try {
    run ??= await completeRun(dir, {
      experiment: { id, title: `${task.id}, learnt from restyled films`, task },
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
      history: [lastStep(yTrue, learnt.map((i) => probabilities[i]))],
      epoch: 1,
      probabilities,
      trainingSeconds: (performance.now() - trainingStarted) / 1000,
      calibration: { temperature, threshold, thresholdBasis: basis },
      started,
      study: { set, split, out: options.out, cacheDir: options.cacheDir },
    });
  } finally {
    model.dispose();
  }
  onProgress?.(CS.length + 1, CS.length + 2, `${id}: trained`);
  const leftOut = task.classNames.length > 2 ? [] : await leaveSourceOut(examples, {
    ...dealt,
    c,
    isHealthy,
    places,
    positive,
    sensitivity: SENSITIVITY,
    onProgress: (done, total, text) => onProgress?.(done, total, `${id}: ${text}`),
  });
  const outOfFold = {
    paths: learnt.map((i) => films[i].path),
    groups: learnt.map((i) => groups[i]),
    yTrue,
    plain,
    restyled: restyled.map((row) => temper(row, temperature)),
  };
  return { run, c, threshold, outOfFold, leftOut };
}

/** With two classes the threshold that keeps the sensitivity; else the likeliest class is called. */
function frozenThreshold(
  yTrue: readonly number[],
  probabilities: readonly number[][],
  { classNames }: Task,
): { threshold: number; basis: string } {
  if (classNames.length > 2) return { threshold: 0.5, basis: "the likeliest class is called" };
  const { threshold } = chooseThreshold(yTrue, probabilities.map((row) => row[1]), {
    rule: { sensitivity: SENSITIVITY },
  });
  const basis = `finds ${100 * SENSITIVITY} % of ${yTrue.filter((y) => y === 1).length} ` +
    `${classNames[1]} films, each judged out of fold`;
  return { threshold, basis };
}

/** What a training that has no epochs says of itself. */
function lastStep(yTrue: readonly number[], probabilities: readonly number[][]): HistoryRow {
  const right = probabilities.filter((row, i) => row.indexOf(Math.max(...row)) === yTrue[i]).length;
  return {
    epoch: 1,
    loss: logLoss(yTrue, probabilities),
    accuracy: right / yTrue.length,
    auc: rocAucOvr(yTrue, probabilities, { average: "macro" }),
    valLoss: NaN,
    valAccuracy: NaN,
    valAuc: NaN,
    learningRate: NaN,
    seconds: NaN,
  };
}
