import type * as tf from "@tensorflow/tfjs";
import { fuseConvPool } from "../engine/native_layers.ts";
import { randomState, restoreRandomState, seedEngine } from "../engine/random_state.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import { adam } from "./adam.ts";
import { type Examples, takeExamples, toBatches } from "./examples.ts";
import type { FitOptions } from "./fit_options.ts";
import { logitsModel } from "./logits_model.ts";
import { trainEpoch } from "./train_epoch.ts";

/** Options of {@linkcode findLearningRate}. */
export interface FindLearningRateOptions
  extends Pick<FitOptions, "batchSize" | "seed" | "augmentation" | "classWeights" | "signal"> {
  /** Rate of the first step. @default 1e-6 */
  from?: number;
  /** Rate of the last step. @default 1 */
  to?: number;
  /** Batches, at least 3. @default 100 */
  steps?: number;
  /** Called after each step. */
  onProgress?: (done: number, total: number, text: string) => void;
}

/** One step of a range test. */
export interface LearningRateStep {
  learningRate: number;
  /** Mean cross-entropy of the step's batch, before the step. */
  loss: number;
  /** Its exponential average with the steps before, the start's bias taken out. */
  smoothed: number;
}

/** What a range test found. */
export interface LearningRateRange {
  /** Steps in order, up to the one that diverged. */
  rows: LearningRateStep[];
  /** Rate at which the loss falls most steeply; `NaN` where it never clearly falls. */
  suggested: number;
  /** Whether the test ended early because the loss ran away. */
  diverged: boolean;
}

/** Weight of the past in the smoothed loss. */
const MEMORY = 0.9;

/** How many times its noise the average has to fall. */
const CLEAR_FALL = 5;

/** The loss has run away once it is so many times its least. */
const RUNAWAY = 4;

/**
 * Tries learning rates on a model, a higher one each batch, and suggests one: Smith's range test
 * (2017), https://arxiv.org/abs/1506.01186.
 *
 * Model and random numbers are afterwards as they were, to the bit. A suggestion is a rate to begin
 * with, no verdict: it depends on batch size, augmentation and the first weights.
 *
 * @param model A model that ends in softmax, or in one sigmoid for two classes, untrained as a rule.
 * @param train Training films with their classes.
 * @param options See {@linkcode FindLearningRateOptions}.
 * @returns The steps, and the rate suggested.
 * @throws {RangeError} Where there are no films, or settings that cannot be.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { findLearningRate } from "lib/training/find_learning_rate.ts";
 * const tf = await startEngine({ seed: 1 });
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [1] })],
 * });
 * const train = { values: new Float32Array([-1, 1]), shape: [1], labels: [0, 1] };
 * const { rows } = await findLearningRate(model, train, { batchSize: 2, seed: 1, steps: 20 });
 * rows[0].learningRate; // 1e-6
 * ```
 */
export async function findLearningRate(
  model: tf.LayersModel,
  train: Examples,
  options: FindLearningRateOptions,
): Promise<LearningRateRange> {
  const { from = 1e-6, to = 1, steps = 100, seed, signal, onProgress, ...training } = options;
  checkRange({ from, to, steps, numFilms: train.labels.length });
  const batches = manyBatches(train, { ...options, steps });
  const logits = logitsModel(model); // may throw, nothing is changed yet
  const random = randomState();
  const weights = model.getWeights().map((weight) => weight.clone());
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const optimizer = adam(variables);
  const endFusion = fuseConvPool(model);
  const rows: LearningRateStep[] = [];
  let average = 0;
  let least = Infinity;
  try {
    seedEngine(deriveSeed(seed, "learning-rate") >>> 1);
    for (let step = 1; step <= steps; step++) {
      const learningRate = from * (to / from) ** ((step - 1) / (steps - 1));
      // An epoch of one batch: what is tried is what `fit` does.
      const meter = await trainEpoch({
        train: takeExamples(train, batches[step - 1]),
        options: { ...training, epochs: 1, learningRate, seed, signal },
        variables,
        optimizer,
        logits,
      }, { epoch: step, learningRate });
      const { loss } = meter.running();
      average = MEMORY * average + (1 - MEMORY) * loss;
      const smoothed = average / (1 - MEMORY ** step);
      if (!(smoothed < RUNAWAY * least) && step > 1 || !Number.isFinite(loss)) break;
      least = Math.min(least, smoothed);
      rows.push({ learningRate, loss, smoothed });
      onProgress?.(step, steps, `rate ${learningRate.toExponential(1)}, loss ${loss.toFixed(3)}`);
    }
  } finally {
    endFusion();
    optimizer.dispose();
    model.setWeights(weights);
    for (const weight of weights) weight.dispose();
    restoreRandomState(random);
  }
  return { rows, suggested: steepestDescent(rows), diverged: rows.length < steps };
}

/**
 * Finds where a loss falls most steeply along the logarithm of the learning rate, before its least.
 *
 * The first tenth of the steps is left out: there the average holds few losses.
 *
 * @param rows Steps in order.
 * @returns The rate; `NaN` where the average falls by less than five times its own noise, as it may
 *   for batches that differ more than the model learns.
 *
 * @example
 * ```ts
 * import { steepestDescent } from "lib/training/find_learning_rate.ts";
 * const losses = [1, 1, 0.9, 0.5, 0.3, 0.3];
 * steepestDescent(losses.map((loss, i) => ({ learningRate: 10 ** (i - 6), loss, smoothed: loss })));
 * // 0.001: from .9 to .3 about it
 * ```
 */
export function steepestDescent(rows: readonly LearningRateStep[]): number {
  const first = Math.ceil(rows.length / 10);
  const losses = rows.slice(first).map(({ smoothed }) => smoothed);
  const least = first + losses.indexOf(Math.min(...losses));
  const fall = rows.slice(first, least + 1);
  const highest = Math.max(...fall.map(({ smoothed }) => smoothed));
  if (!(highest - rows[least]?.smoothed >= CLEAR_FALL * noiseOf(fall))) return NaN;
  let [steepest, found] = [0, NaN];
  for (let i = Math.max(1, first); i < least; i++) {
    const [before, after] = [rows[i - 1], rows[i + 1]];
    const slope = (after.smoothed - before.smoothed) /
      Math.log(after.learningRate / before.learningRate);
    if (slope < steepest) [steepest, found] = [slope, rows[i].learningRate];
  }
  return found;
}

/** Standard deviation of the running average, from how far the losses lie from it. */
function noiseOf(rows: readonly LearningRateStep[]): number {
  const squares = rows.reduce((sum, { loss, smoothed }) => sum + (loss - smoothed) ** 2, 0);
  return Math.sqrt(squares / rows.length * (1 - MEMORY) / (1 + MEMORY));
}

/** As many whole batches as there are steps: the films over and over, each time in another order. */
function manyBatches(
  train: Examples,
  { batchSize, seed, steps }: { batchSize: number; seed: number; steps: number },
): number[][] {
  const films = train.labels.map((_, i) => i);
  const order: number[] = [];
  for (let round = 1; order.length < steps * batchSize; round++) {
    order.push(...shuffle(films, seededRandom(deriveSeed(seed, "learning-rate", round))));
  }
  return toBatches(order, batchSize).slice(0, steps);
}

function checkRange(
  { from, to, steps, numFilms }: { from: number; to: number; steps: number; numFilms: number },
): void {
  if (numFilms === 0) throw new RangeError("Cannot find a learning rate: there are no films");
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    throw new RangeError(`Cannot try learning rates from ${from} to ${to}: expected 0 < from < to`);
  }
  if (!Number.isInteger(steps) || steps < 3) {
    throw new RangeError(`Cannot try learning rates in ${steps} steps: expected an integer from 3`);
  }
}
