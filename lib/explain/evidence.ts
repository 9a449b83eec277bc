import type * as tf from "@tensorflow/tfjs";

/**
 * What speaks for a class: its logit; of a single sigmoid's first class, the negative one.
 *
 * @param logits `[1, numClasses]`, or `[1, 1]` before a sigmoid.
 * @param classIndex Place of the class among the model's.
 * @returns A number.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { evidence } from "lib/explain/evidence.ts";
 * evidence(tf.tensor2d([[3]]), 0).dataSync()[0]; // -3
 * ```
 */
export function evidence(logits: tf.Tensor2D, classIndex: number): tf.Scalar {
  if (logits.shape[1] > 1) return logits.slice([0, classIndex], [1, 1]).asScalar();
  const logit = logits.asScalar();
  return classIndex === 1 ? logit : logit.neg();
}

/**
 * Checks that a model has a class.
 *
 * @param model A classifier.
 * @param classIndex Place of the class; a single sigmoid has two.
 * @throws {RangeError} Where there is no such class.
 *
 * @example
 * ```ts ignore
 * import { checkClass } from "lib/explain/evidence.ts";
 * checkClass(model, 2);
 * ```
 */
export function checkClass(model: tf.LayersModel, classIndex: number): void {
  const numClasses = Math.max(2, model.outputs[0].shape.at(-1)!);
  if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < numClasses)) {
    throw new RangeError(`Cannot explain class ${classIndex}: the model has ${numClasses}`);
  }
}
