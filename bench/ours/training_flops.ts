import type * as tf from "@tensorflow/tfjs";

/**
 * Counts what a training step computes, from the shapes of direct convolutions and dense layers:
 * forward, the gradient of the weights and the gradient of the input cost the same, and nobody needs
 * the gradient of the first layer's input.
 *
 * @param model The network.
 * @returns Floating-point operations an image; a multiplication with its addition counts as two.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { trainingFlops } from "./training_flops.ts";
 * const dense = tf.layers.dense({ units: 2, inputShape: [3] });
 * trainingFlops(tf.sequential({ layers: [dense] })); // 24 = 2 · (2 · 3 · 2)
 * ```
 */
export function trainingFlops(model: tf.LayersModel): number {
  const forward = model.layers.flatMap((layer) => {
    const kernel = layer.weights[0]?.shape ?? [];
    // One product and sum for each weight, at each place of the output.
    const places = (layer.outputShape as number[]).slice(1, -1);
    return kernel.length < 2 ? [] : [2 * product(kernel as number[]) * product(places)];
  });
  return 3 * forward.reduce((sum, flops) => sum + flops, 0) - forward[0];
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((result, number) => result * number, 1);
}
