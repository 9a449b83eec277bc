import * as tf from "@tensorflow/tfjs";
import { fuseConvPool } from "../engine/native_layers.ts";
import { randomState, restoreRandomState, seedEngine } from "../engine/random_state.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { adam } from "./adam.ts";
import type { Examples } from "./examples.ts";
import type { FitOptions } from "./fit_options.ts";
import type { HistoryRow } from "./history.ts";
import { logitsModel } from "./logits_model.ts";
import { judgeHistory } from "./monitor.ts";
import { type EpochTraining, measureExamples, trainEpoch } from "./train_epoch.ts";
import { restoreTraining, saveTraining } from "./training_state.ts";

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
 * @param options See `FitOptions`.
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
      const validated = validation
        ? await measureExamples(run.logits, validation, { signal })
        : undefined;
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
interface Run extends EpochTraining {
  model: tf.LayersModel;
  /** Copies of the weights of the best epoch so far, where they are wanted. */
  best: tf.Tensor[];
  history: HistoryRow[];
  /** When the checkpoint was last written, as `performance.now` tells. */
  savedAt: number;
}

const CHECKPOINT_EVERY_MS = 5000;

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

function checkOptions(train: Examples, { epochs, monitor, validation }: FitOptions): void {
  if (train.labels.length === 0) throw new RangeError("Cannot train: there are no training films");
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new RangeError(`Cannot train for ${epochs} epochs: expected a positive integer`);
  }
  if (monitor && !validation?.labels.length) {
    throw new RangeError(`Cannot watch ${monitor.monitor}: there are no validation films`);
  }
}
