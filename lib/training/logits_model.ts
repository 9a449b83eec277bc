import * as tf from "@tensorflow/tfjs";
import { probabilityRows } from "./predict.ts";

/** A model without its last activation. */
export interface LogitsModel {
  /** Logits `[batch, numClasses]`, or `[batch, 1]` before a sigmoid. */
  apply(xs: tf.Tensor, options: { training: boolean }): tf.Tensor2D;
  /** Probabilities per class from logits, one row an example. */
  probabilities(logits: tf.Tensor2D): number[][];
}

/** Keeps logarithms of probabilities finite, as Keras does. */
const EPSILON = 1e-7;

/**
 * Lets a model be trained on its logits, where the cross-entropy is exact.
 *
 * Where the model's last layer is a softmax or sigmoid activation of its own, its input is taken;
 * where the activation belongs to a dense layer, the logits come from the probabilities again.
 *
 * @param model A model that ends in softmax, or in one sigmoid for two classes.
 * @returns The model's logits; they share the model's weights and own nothing.
 * @throws {RangeError} Where the model has no such end.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { logitsModel } from "lib/training/logits_model.ts";
 * const tf = await startEngine();
 * const dense = tf.layers.dense({ units: 2, activation: "softmax", inputShape: [3] });
 * const logits = logitsModel(tf.sequential({ layers: [dense] }));
 * logits.probabilities(tf.tensor2d([[0, Math.log(3)]])); // [[0.25, 0.75]]
 * ```
 */
export function logitsModel(model: tf.LayersModel): LogitsModel {
  const last = model.layers.at(-1)!;
  const units = last.outputShape.at(-1) as number;
  if (model.outputs.length !== 1 || model.outputs[0].rank !== 2) {
    throw new RangeError("Cannot train: expected a model with one output of one row a film");
  }
  const end = units === 1 ? "sigmoid" : "softmax";
  const found = activationOf(last);
  if (found !== end) {
    throw new RangeError(
      `Cannot train: expected a model with ${units} output${units === 1 ? "" : "s"} to end in ` +
        `${end} but found ${found}`,
    );
  }
  const probabilities = (logits: tf.Tensor2D) =>
    tf.tidy(() => probabilityRows(units === 1 ? logits.sigmoid() : logits.softmax()));
  if (last.getClassName() === "Activation") {
    const inner = tf.model({ inputs: model.inputs, outputs: last.input as tf.SymbolicTensor });
    return {
      apply: (xs, options) => inner.apply(xs, options) as tf.Tensor2D,
      probabilities,
    };
  }
  return {
    apply: (xs, options) =>
      tf.tidy(() => {
        const p = (model.apply(xs, options) as tf.Tensor2D).clipByValue(EPSILON, 1 - EPSILON);
        return units === 1 ? p.log().sub(tf.sub(1, p).log()) : p.log();
      }) as tf.Tensor2D,
    probabilities,
  };
}

function activationOf(layer: tf.layers.Layer): string {
  if (layer.getClassName() === "Softmax") return "softmax";
  return String(layer.getConfig().activation ?? "no activation");
}
