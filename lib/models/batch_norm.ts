import type * as tf from "@tensorflow/tfjs";

/**
 * Freezes every batch normalisation of a model and keeps it in inference mode, in training too.
 *
 * In Keras a frozen layer of this kind normalises with its stored mean and variance; in
 * TensorFlow.js it goes on with the batch's and drifts with every step, which ruins a pretrained
 * network. The hold belongs to these layer objects: a model that is loaded anew needs it again
 * before it is trained.
 *
 * @param model Model to change; prediction is not affected.
 * @returns How many layers are held.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { holdBatchNorm } from "lib/models/batch_norm.ts";
 * const layers = [tf.layers.batchNormalization({ inputShape: [2] })];
 * holdBatchNorm(tf.sequential({ layers })); // 1
 * ```
 *
 * @see https://keras.io/guides/transfer_learning/ on `trainable` and batch normalisation
 */
export function holdBatchNorm(model: tf.LayersModel): number {
  const layers = model.layers.filter((layer) => layer.getClassName() === "BatchNormalization");
  for (const layer of layers) {
    layer.trainable = false;
    if (Object.hasOwn(layer, "call")) continue; // held before
    const call = layer.call;
    layer.call = (inputs, kwargs) => call.call(layer, inputs, { ...kwargs, training: false });
  }
  return layers.length;
}
