import * as tf from "@tensorflow/tfjs";
import { sequence } from "./sequence.ts";

/** Layer whose output is the feature map of {@linkcode buildPhantomNetwork}, 128 channels. */
export const PHANTOM_FEATURES = "block5_relu";

/**
 * Builds the small network that the project pretrains on phantom films, classifier included.
 *
 * @param options `imageSize`, height and width of the films in pixels, each at least 32;
 *   `numClasses`, how many kinds of phantoms there are.
 * @returns A model from grey films `[batch, height, width, 1]` in `[0, 255]` to probabilities
 *   `[batch, numClasses]`; `block5_relu` is its feature map.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildPhantomNetwork } from "lib/models/phantom_network.ts";
 * await startEngine({ seed: 1 });
 * const model = buildPhantomNetwork({ imageSize: [128, 128], numClasses: 3 });
 * model.countParams(); // 246851 = 480 + 4768 + 18752 + 74368 + 148096 + 387
 * model.dispose();
 * ```
 */
export function buildPhantomNetwork(
  { imageSize, numClasses }: { imageSize: [number, number]; numClasses: number },
): tf.LayersModel {
  const { activation, dense, globalAveragePooling2d } = tf.layers;
  return sequence([ //                                  output of 128×128, parameters
    ...block(1, { filters: 16, kernelSize: 5 }), //     64×64×16, 480
    ...block(2, { filters: 32, kernelSize: 3 }), //     32×32×32, 4,768
    ...block(3, { filters: 64, kernelSize: 3 }), //     16×16×64, 18,752
    ...block(4, { filters: 128, kernelSize: 3 }), //    8×8×128, 74,368
    ...block(5, { filters: 128, kernelSize: 3 }), //    4×4×128, 148,096
    globalAveragePooling2d({ name: "phantom_features" }),
    dense({ units: numClasses, name: "phantom_logits" }), // 387 for three classes
    activation({ activation: "softmax", name: "phantom_probabilities" }),
  ], { imageSize, channels: 1 });
}

/** Without the normalisation, training does not get off the ground on films this alike. */
function block(
  number: number,
  options: { filters: number; kernelSize: number },
): tf.layers.Layer[] {
  const { activation, batchNormalization, conv2d } = tf.layers;
  const name = (part: string) => `block${number}_${part}`;
  return [
    conv2d({ ...options, strides: 2, padding: "same", name: name("conv") }),
    batchNormalization({ momentum: 0.9, name: name("norm") }),
    activation({ activation: "relu", name: name("relu") }),
  ];
}
