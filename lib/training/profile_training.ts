import * as tf from "@tensorflow/tfjs";
import {
  type OpProfile,
  type OpProfileRow,
  startOpProfile,
  sumByOp,
} from "../engine/profile_ops.ts";
import { batchTensor, type Examples, takeExamples, toBatches } from "./examples.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "./fit_options.ts";

/** Options of {@linkcode profileTraining}. */
export interface ProfileTrainingOptions
  extends Pick<FitOptions, "batchSize" | "augmentation" | "classWeights" | "signal"> {
  /** Steps that are timed. @default 5 */
  steps?: number;
  /** Steps before them, in which TensorFlow plans its kernels and finds its memory. @default 2 */
  warmUp?: number;
  /** @default 1 */
  seed?: number;
  /** Called after each step. */
  onProgress?: (done: number, total: number) => void;
}

/** Where a training's time goes. */
export interface TrainingProfile {
  /** One row for each op and shape of output, the longest first, of all steps together. */
  rows: OpProfileRow[];
  steps: number;
  batchSize: number;
  /** Milliseconds a step. */
  msPerStep: number;
  imagesPerSecond: number;
}

/**
 * Trains a model for some steps as {@linkcode fit} does, and tells where their time goes.
 *
 * @param model A model that ends in softmax, or in one sigmoid for two classes; it is trained along.
 * @param films Films with their classes; taken over and over where they are few.
 * @param options See {@linkcode ProfileTrainingOptions}.
 * @returns The profile.
 * @throws {RangeError} Where there are no films, or settings that cannot be.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { profileTraining } from "lib/training/profile_training.ts";
 * const tf = await startEngine();
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [1] })],
 * });
 * const films = { values: new Float32Array([-1, 1]), shape: [1], labels: [0, 1] };
 * const { rows } = await profileTraining(model, films, { batchSize: 2, steps: 3 });
 * rows.some(({ op }) => op === "ResourceApplyAdam"); // true
 * ```
 */
export async function profileTraining(
  model: tf.LayersModel,
  films: Examples,
  { steps = 5, warmUp = 2, seed = 1, onProgress, ...options }: ProfileTrainingOptions,
): Promise<TrainingProfile> {
  const { batchSize } = options;
  const all = repeatFilms(films, { steps, warmUp, batchSize });
  let endProfile = warmUp === 0 ? startOpProfile() : undefined;
  try {
    await fit(model, all, {
      ...options,
      epochs: 1,
      learningRate: 1e-3,
      seed,
      onProgress: (done, total) => {
        if (done === warmUp) endProfile = startOpProfile();
        if (done === total) endProfile?.();
        onProgress?.(done, total);
      },
    });
    return describe(endProfile!(), { steps, batchSize });
  } finally {
    endProfile?.();
  }
}

/**
 * The same for stock TensorFlow.js: `compile` and `trainOnBatch`, no augmentation.
 *
 * @param model A model built while the engine was started with `stock`.
 * @param films Films with their classes.
 * @param options See {@linkcode ProfileTrainingOptions}.
 * @returns The profile.
 * @throws {RangeError} Where there are no films, or settings that cannot be.
 *
 * @example
 * ```ts ignore
 * import { startEngine } from "lib/engine/start.ts";
 * import { profileStockTraining } from "lib/training/profile_training.ts";
 * await startEngine({ stock: true });
 * const { msPerStep } = await profileStockTraining(model, films, { batchSize: 16 });
 * ```
 */
export async function profileStockTraining(
  model: tf.LayersModel,
  films: Examples,
  { steps = 5, warmUp = 2, batchSize, signal, onProgress }: ProfileTrainingOptions,
): Promise<TrainingProfile> {
  const isBinary = model.outputs[0].shape.at(-1) === 1;
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: isBinary ? "binaryCrossentropy" : "sparseCategoricalCrossentropy",
  });
  const all = repeatFilms(films, { steps, warmUp, batchSize });
  const batches = toBatches(all.labels.map((_, i) => i), batchSize);
  let endProfile: (() => OpProfile) | undefined;
  try {
    for (const [i, batch] of batches.entries()) {
      signal?.throwIfAborted();
      if (i === warmUp) endProfile = startOpProfile();
      const xs = batchTensor(all, batch);
      const ys = tf.tensor2d(batch.map((index) => [all.labels[index]]));
      await model.trainOnBatch(xs, ys);
      tf.dispose([xs, ys]);
      onProgress?.(i + 1, batches.length);
    }
    return describe(endProfile!(), { steps, batchSize });
  } finally {
    endProfile?.();
    model.optimizer.dispose();
  }
}

/**
 * The same for a network that only looks at films: the frozen backbone of a transfer, say.
 *
 * @param model Any model with one output.
 * @param films Films; their classes are not looked at.
 * @param options See {@linkcode ProfileTrainingOptions}; a step is a batch.
 * @returns The profile.
 * @throws {RangeError} Where there are no films, or settings that cannot be.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { profileForward } from "lib/training/profile_training.ts";
 * const tf = await startEngine();
 * const layers = [tf.layers.dense({ units: 2, activation: "relu", inputShape: [1] })];
 * const films = { values: new Float32Array([-1, 1]), shape: [1], labels: [0, 1] };
 * const { rows } = profileForward(tf.sequential({ layers }), films, { batchSize: 2, steps: 3 });
 * rows.find(({ op }) => op === "Relu")!.count; // 3
 * ```
 */
export function profileForward(
  model: tf.LayersModel,
  films: Examples,
  { steps = 5, warmUp = 2, batchSize, signal, onProgress }: ProfileTrainingOptions,
): TrainingProfile {
  const all = repeatFilms(films, { steps, warmUp, batchSize });
  const batches = toBatches(all.labels.map((_, i) => i), batchSize);
  let endProfile: (() => OpProfile) | undefined;
  try {
    batches.forEach((batch, i) => {
      signal?.throwIfAborted();
      if (i === warmUp) endProfile = startOpProfile();
      tf.tidy(() => {
        (model.apply(batchTensor(all, batch), { training: false }) as tf.Tensor).dataSync();
      });
      if (i + 1 === batches.length) endProfile!();
      onProgress?.(i + 1, batches.length);
    });
    return describe(endProfile!(), { steps, batchSize });
  } finally {
    endProfile?.();
  }
}

/** What an op takes of one step. */
export interface StepShare {
  op: string;
  /** Shape of the output; "" where an op's shapes are summed. */
  shape: string;
  /** Calls; `NaN` for JavaScript. */
  count: number;
  /** Milliseconds. */
  ms: number;
  /** Share of the step's time, in `[0, 1]`. */
  share: number;
  /** Output, in millions of bytes. */
  megabytes: number;
}

/**
 * Tells a profile per step, for a table, a chart or a file.
 *
 * @param profile The profile.
 * @param options `shapes`: one row for each shape of an op rather than their sum.
 * @returns Rows whose shares sum to 1, the longest first.
 *
 * @example
 * ```ts
 * import { stepShares } from "lib/training/profile_training.ts";
 * const row = { op: "Relu", shape: "2", count: 4, ms: 6, bytes: 32 };
 * stepShares({ rows: [row], steps: 2, batchSize: 1, msPerStep: 3, imagesPerSecond: 333 });
 * // [{ op: "Relu", shape: "", count: 2, ms: 3, share: 1, megabytes: 0.000016 }]
 * ```
 */
export function stepShares(
  { rows, steps, msPerStep }: TrainingProfile,
  { shapes = false }: { shapes?: boolean } = {},
): StepShare[] {
  return (shapes ? rows : sumByOp(rows)).map(({ op, shape, count, ms, bytes }) => ({
    op,
    shape,
    count: count / steps,
    ms: ms / steps,
    share: ms / steps / msPerStep,
    megabytes: bytes / steps / 1e6,
  }));
}

function repeatFilms(
  films: Examples,
  { steps, warmUp, batchSize }: { steps: number; warmUp: number; batchSize: number },
): Examples {
  const n = films.labels.length;
  if (n === 0) throw new RangeError("Cannot take a profile: there are no films");
  if (!Number.isInteger(steps) || steps < 1 || !Number.isInteger(warmUp) || warmUp < 0) {
    throw new RangeError(
      `Cannot take a profile of ${steps} steps after ${warmUp}: expected a positive integer, ` +
        `and one from 0`,
    );
  }
  return takeExamples(
    films,
    Array.from({ length: (warmUp + steps) * batchSize }, (_, i) => i % n),
  );
}

function describe(
  { rows, ms }: OpProfile,
  { steps, batchSize }: { steps: number; batchSize: number },
): TrainingProfile {
  const msPerStep = ms / steps;
  return { rows, steps, batchSize, msPerStep, imagesPerSecond: 1000 * batchSize / msPerStep };
}
