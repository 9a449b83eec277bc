import * as tf from "@tensorflow/tfjs";

/**
 * Loss of a network that outlines lungs: cross-entropy of every pixel, and one minus the soft Dice
 * of every film (Milletari 2016), which small lungs count in as much as large ones.
 *
 * @param masks float32 tensor `[batch, height, width, 1]`, 1 inside the lungs.
 * @param logits float32 tensor of the same shape.
 * @returns Mean over the films, a scalar from 0.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { lungLoss } from "lib/training/lung_loss.ts";
 * const tf = await startEngine();
 * const masks = tf.tensor4d([0, 1], [1, 1, 2, 1]);
 * lungLoss(masks, tf.tensor4d([-20, 20], [1, 1, 2, 1])).dataSync()[0] < 1e-6; // true
 * ```
 */
export function lungLoss(masks: tf.Tensor4D, logits: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    // log(1 + exp(-|x|)) cannot overflow.
    const crossEntropy = logits.relu().sub(logits.mul(masks))
      .add(logits.abs().neg().exp().log1p()).mean();
    const probabilities = logits.sigmoid();
    const film = [1, 2, 3];
    const both = probabilities.mul(masks).sum(film).mul(2).add(1);
    const sum = probabilities.add(masks).sum(film).add(1);
    return crossEntropy.add(tf.scalar(1).sub(both.div(sum)).mean());
  }) as tf.Scalar;
}
