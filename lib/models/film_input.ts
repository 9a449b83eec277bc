import * as tf from "@tensorflow/tfjs";
import { scalePixels } from "./scale_pixels.ts";

/** Options of {@linkcode filmInput}. */
export interface FilmInputOptions {
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  /** 1, or 3 where the grey film is repeated for a network made for colour. */
  channels: 1 | 3;
}

/**
 * Begins a network: grey films in `[0, 255]` become what its first convolution sees, in `[0, 1]`.
 *
 * The scaling is part of the network, so training, test, prediction and a browser cannot differ.
 *
 * @param options See {@linkcode FilmInputOptions}.
 * @returns `input`, of shape `[batch, height, width, 1]`, for `tf.model`, and `x`, of shape
 *   `[batch, height, width, channels]`, for the first layer.
 *
 * @example
 * ```ts
 * import { filmInput } from "lib/models/film_input.ts";
 * filmInput({ imageSize: [64, 64], channels: 3 }).x.shape; // [null, 64, 64, 3]
 * ```
 */
export function filmInput(
  { imageSize, channels }: FilmInputOptions,
): { input: tf.SymbolicTensor; x: tf.SymbolicTensor } {
  const input = tf.input({ shape: [...imageSize, 1], name: "film" });
  if (channels === 3) return { input, x: scalePixels(input, "unit") };
  const scaled = tf.layers.rescaling({ scale: 1 / 255, name: "scale_grey" }).apply(input);
  return { input, x: scaled as tf.SymbolicTensor };
}
