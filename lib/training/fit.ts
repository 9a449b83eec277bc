import * as tf from "@tensorflow/tfjs";
import { fuseConvPool } from "../engine/native_layers.ts";
import { randomState, restoreRandomState, seedEngine } from "../engine/random_state.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import { type Adam, adam } from "./adam.ts";
import { augment, type Augmentation } from "./augmentation.ts";
import { type EpochMeter, epochMeter } from "./epoch_meter.ts";
import { batchTensor, type Examples, toBatches } from "./examples.ts";
import type { HistoryRow } from "./history.ts";
import type { LearningRateSchedule } from "./learning_rate.ts";
import { type LogitsModel, logitsModel } from "./logits_model.ts";
import { judgeHistory, type MonitorOptions } from "./monitor.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { restoreTraining, saveTraining } from "./training_state.ts";

/** Options of {@linkcode fit}. */
export interface FitOptions {
  epochs: number;
  batchSize: number;
  /** A constant rate, or one that depends on the epoch. */
  learningRate: number | LearningRateSchedule;
  /** Fixes the order of the films, their augmentation and dropout. */
  seed: number;
  /** Films that are only measured after each epoch. */
  validation?: Examples;
  /** Random changes of the training films; none where left out. */
  augmentation?: Augmentation;
  /** Weight of each class in the loss; 1 where left out. */
  classWeights?: readonly number[];
  /** Early stopping, restore-best and reduce-on-plateau; needs `validation`. */
  monitor?: MonitorOptions;
  /**
   * File from which a killed training goes on. It is written after each epoch, but not more often
   * than every five seconds: of short epochs a few are then trained again, to the same weights.
   */
  checkpoint?: string;
  /** Called after each batch: batches done and their number over all epochs, and where it stands. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Called after each epoch with all epochs so far. */
  onEpoch?: (history: HistoryRow[]) => void | Promise<void>;
  /** Stops the training before the next batch; the checkpoint stays. */
  signal?: AbortSignal;
}

/** What a training came to. */
export interface FitResult {
  history: HistoryRow[];
  /** Epoch whose weights the model has now. */
  epoch: number;
}

/**
 * Trains a model with Adam on the cross-entropy of its classes.
 *
 * With a checkpoint, a training that was stopped or killed goes on where its last epoch ended, and
 * comes to the same weights, to the bit, as one that ran through.
 *
 * @param model A model that ends in softmax, or in one sigmoid for two classes.
 * @param train Training films with their classes.
 * @param options See {@linkcode FitOptions}.
 * @returns History and the epoch whose weights the model has.
 * @throws {RangeError} Where there are no films, or settings that cannot be.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { fit } from "lib/training/fit.ts";
 * const tf = await startEngine({ seed: 1 });
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [1] })],
 * });
 * const train = { values: new Float32Array([-1, 1]), shape: [1], labels: [0, 1] };
 * const { history } = await fit(model, train, {
 *   epochs: 3, batchSize: 2, learningRate: 0.1, seed: 1,
 * });
 * history.length; // 3
 * ```
 */
export async function fit(
  model: tf.LayersModel,
  train: Examples,
  options: FitOptions,
): Promise<FitResult> {
  checkOptions(train, options);
  const { epochs, monitor, validation, signal } = options;
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const run: Run = {
    model,
    train,
    options,
    variables,
    logits: logitsModel(model), // may throw, the optimiser must not be there yet
    optimizer: adam(variables),
    best: [],
    history: [],
    savedAt: -Infinity,
  };
  const endFusion = fuseConvPool(model);
  try {
    await resume(run);
    while (run.history.length < epochs && !judgeHistory(run.history, monitor).stop) {
      const started = performance.now();
      const epoch = run.history.length + 1;
      const learningRate = rateOf(run, epoch);
      const measured = await trainEpoch(run, { epoch, learningRate });
      const validated = validation ? measure(run.logits, validation, signal) : undefined;
      run.history.push({
        epoch,
        ...measured.result(),
        valLoss: validated?.result().loss ?? NaN,
        valAccuracy: validated?.result().accuracy ?? NaN,
        valAuc: validated?.result().auc ?? NaN,
        learningRate,
        seconds: (performance.now() - started) / 1000,
      });
      await endEpoch(run);
    }
    return { history: run.history, epoch: takeBest(run) };
  } finally {
    endFusion();
    run.optimizer.dispose();
    tf.dispose(run.best);
  }
}

/** Everything that one training holds. */
interface Run {
  model: tf.LayersModel;
  train: Examples;
  options: FitOptions;
  variables: tf.Variable[];
  optimizer: Adam;
  logits: LogitsModel;
  /** Copies of the weights of the best epoch so far, where they are wanted. */
  best: tf.Tensor[];
  history: HistoryRow[];
  /** When the checkpoint was last written, as `performance.now` tells. */
  savedAt: number;
}

const CHECKPOINT_EVERY_MS = 5000;

async function trainEpoch(
  { train, options, variables, optimizer, logits }: Run,
  { epoch, learningRate }: { epoch: number; learningRate: number },
): Promise<EpochMeter> {
  const { epochs, batchSize, seed, augmentation, classWeights, onProgress, signal } = options;
  const order = shuffle(
    train.labels.map((_, i) => i),
    seededRandom(deriveSeed(seed, "shuffle", epoch)),
  );
  const batches = toBatches(order, batchSize);
  const meter = epochMeter();
  for (const [i, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const labels = batch.map((index) => train.labels[index]);
    tf.tidy(() => {
      let xs = batchTensor(train, batch);
      if (augmentation) {
        const keys = batch.map((index) => `${epoch}/${index}`);
        xs = augment(xs as tf.Tensor4D, augmentation, { seed, keys });
      }
      let kept: [tf.Tensor2D, tf.Tensor] | undefined;
      const { grads } = tf.variableGrads(() => {
        const outputs = logits.apply(xs, { training: true });
        const losses = crossEntropy(labels, outputs);
        kept = [tf.keep(outputs.clone()), tf.keep(losses.clone())];
        if (!classWeights) return losses.mean() as tf.Scalar;
        return losses.mul(tf.tensor1d(labels.map((label) => classWeights[label]))).mean();
      }, variables);
      optimizer.step(variables.map((variable) => grads[variable.name]), learningRate);
      const [outputs, losses] = kept!;
      meter.add(labels, losses.dataSync(), logits.probabilities(outputs));
      tf.dispose(kept!);
    });
    const { loss, accuracy } = meter.running();
    onProgress?.(
      (epoch - 1) * batches.length + i + 1,
      epochs * batches.length,
      `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`,
    );
    await breathe();
  }
  return meter;
}

/** Loss, accuracy and AUC of examples that the model only looks at. */
function measure(logits: LogitsModel, examples: Examples, signal?: AbortSignal): EpochMeter {
  const meter = epochMeter();
  const indices = examples.labels.map((_, i) => i);
  for (const batch of toBatches(indices, 32)) {
    signal?.throwIfAborted();
    const labels = batch.map((index) => examples.labels[index]);
    tf.tidy(() => {
      const outputs = logits.apply(batchTensor(examples, batch), { training: false });
      meter.add(labels, crossEntropy(labels, outputs).dataSync(), logits.probabilities(outputs));
    });
  }
  return meter;
}

async function endEpoch(run: Run): Promise<void> {
  const { model, options: { monitor, checkpoint, onEpoch }, history, optimizer } = run;
  if (monitor?.restoreBest && judgeHistory(history, monitor).bestEpoch === history.length) {
    tf.dispose(run.best);
    run.best = model.getWeights().map((weight) => weight.clone());
  }
  if (checkpoint && performance.now() - run.savedAt > CHECKPOINT_EVERY_MS) {
    const adam = optimizer.state();
    await saveTraining(checkpoint, {
      settings: settingsOf(run),
      history,
      random: randomState(),
      weights: model.getWeights(),
      best: run.best,
      adam,
    });
    tf.dispose(adam.moments);
    run.savedAt = performance.now();
  }
  await onEpoch?.(history);
}

async function resume(run: Run): Promise<void> {
  const { checkpoint, seed, onEpoch } = run.options;
  seedEngine(deriveSeed(seed, "dropout") >>> 1);
  const saved = checkpoint && await restoreTraining(checkpoint, settingsOf(run));
  if (!saved) return;
  run.model.setWeights(saved.weights);
  tf.dispose(saved.weights);
  run.best = saved.best;
  run.history = saved.history;
  run.optimizer.restore(saved.adam);
  tf.dispose(saved.adam.moments);
  restoreRandomState(saved.random);
  await onEpoch?.(run.history);
}

function takeBest({ model, options, history, best }: Run): number {
  const { bestEpoch } = judgeHistory(history, options.monitor);
  if (!options.monitor?.restoreBest || best.length === 0) return history.length;
  model.setWeights(best);
  return bestEpoch;
}

/** What must be the same for a checkpoint to be gone on with. */
function settingsOf({ train, options, model }: Run): string {
  const { seed, batchSize, augmentation, classWeights, monitor, learningRate, epochs } = options;
  return JSON.stringify({
    seed,
    learningRate: typeof learningRate === "number"
      ? learningRate
      : Array.from({ length: epochs }, (_, i) => learningRate(i + 1, epochs)),
    batchSize,
    augmentation,
    classWeights,
    monitor,
    numExamples: train.labels.length,
    shapes: model.getWeights().map((weight) => weight.shape),
  });
}

/** The scheduled rate, lowered where the validation stands still, but not below the least. */
function rateOf({ history, options: { learningRate, epochs, monitor } }: Run, epoch: number) {
  const rate = typeof learningRate === "number" ? learningRate : learningRate(epoch, epochs);
  const least = Math.min(rate, monitor?.reduceOnPlateau?.minLearningRate ?? 0);
  return Math.max(judgeHistory(history, monitor).rateFactor * rate, least);
}

let lastBreath = 0;

/** Lets timers, signals and displays have their turn now and then: ops run synchronously. */
async function breathe(): Promise<void> {
  if (performance.now() - lastBreath < 50) return;
  await new Promise((resolve) => setTimeout(resolve));
  lastBreath = performance.now();
}

function checkOptions(train: Examples, { epochs, monitor, validation }: FitOptions): void {
  if (train.labels.length === 0) throw new RangeError("Cannot train: there are no training films");
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new RangeError(`Cannot train for ${epochs} epochs: expected a positive integer`);
  }
  if (monitor && !validation?.labels.length) {
    throw new RangeError(`Cannot watch ${monitor.monitor}: there are no validation films`);
  }
}
