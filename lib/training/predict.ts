import * as tf from "@tensorflow/tfjs";
import { batchTensor, type Examples, toBatches } from "./examples.ts";

/** Options of {@linkcode predictProbabilities}. */
export interface PredictOptions {
  /** @default 32 */
  batchSize?: number;
  /** Called after each batch. */
  onProgress?: (done: number, total: number) => void;
  /** Stops between batches. */
  signal?: AbortSignal;
}

/**
 * Lets a model predict examples, in their order.
 *
 * @param model A model that ends in softmax, or in one sigmoid for two classes.
 * @param examples What to predict; labels are not looked at.
 * @param options See {@linkcode PredictOptions}.
 * @returns One row an example: a probability per class, in `[0, 1]`, that sum to 1. A single
 *   sigmoid `p` becomes `[1 - p, p]`.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { predictProbabilities } from "lib/training/predict.ts";
 * const tf = await startEngine();
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [2] })],
 * });
 * const examples = { values: new Float32Array(2), shape: [2], labels: [0] };
 * predictProbabilities(model, examples); // [[0.5, 0.5]]
 * ```
 */
export function predictProbabilities(
  model: tf.LayersModel,
  examples: Pick<Examples, "values" | "shape"> & { labels: { length: number } },
  { batchSize = 32, onProgress, signal }: PredictOptions = {},
): number[][] {
  const all = examples as Examples;
  const indices = Array.from({ length: all.labels.length }, (_, i) => i);
  return toBatches(indices, batchSize).flatMap((batch, i) => {
    signal?.throwIfAborted();
    const rows = tf.tidy(() => {
      const outputs = model.apply(batchTensor(all, batch), { training: false }) as tf.Tensor2D;
      return probabilityRows(outputs);
    });
    onProgress?.(Math.min((i + 1) * batchSize, indices.length), indices.length);
    return rows;
  });
}

/**
 * Reads probabilities out of a model's output.
 *
 * @param outputs float32 tensor `[batch, numClasses]`, or `[batch, 1]` of a sigmoid.
 * @returns One row an example, one number per class.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { probabilityRows } from "lib/training/predict.ts";
 * const tf = await startEngine();
 * probabilityRows(tf.tensor2d([[0.25]])); // [[0.75, 0.25]]
 * ```
 */
export function probabilityRows(outputs: tf.Tensor2D): number[][] {
  const [batch, units] = outputs.shape;
  const values = outputs.dataSync();
  return Array.from({ length: batch }, (_, i) => {
    if (units === 1) return [1 - values[i], values[i]];
    return [...values.subarray(i * units, (i + 1) * units)];
  });
}
