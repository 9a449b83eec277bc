import * as tf from "@tensorflow/tfjs";
import { filmInput, type FilmInputOptions } from "./film_input.ts";

/**
 * Builds a network in which each layer reads the one before, from a grey film on.
 *
 * @param layers Layers in order; the last gives probabilities.
 * @param options Size and channels of the films, see {@linkcode FilmInputOptions}.
 * @returns A model from `[batch, height, width, 1]`, grey levels in `[0, 255]`.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { sequence } from "lib/models/sequence.ts";
 * const { conv2d, flatten, dense } = tf.layers;
 * const layers = [conv2d({ filters: 2, kernelSize: 3 }), flatten(), dense({ units: 2 })];
 * sequence(layers, { imageSize: [8, 8], channels: 1 }).countParams(); // 166 = 20 + 6·6·2·2 + 2
 * ```
 */
export function sequence(
  layers: readonly tf.layers.Layer[],
  options: FilmInputOptions,
): tf.LayersModel {
  const { input, x } = filmInput(options);
  const output = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, x);
  return tf.model({ inputs: input, outputs: output, name: "network" });
}
