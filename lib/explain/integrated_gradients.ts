import * as tf from "@tensorflow/tfjs";
import type { ValueGrid } from "../data/resize_values.ts";
import { checkClass, evidence } from "./evidence.ts";
import { splitNetwork } from "./split_network.ts";

/** Options of {@linkcode integratedGradients}. */
export interface IntegratedGradientsOptions {
  /** Height and width of the film, in pixels. */
  imageSize: readonly [number, number];
  /** Class whose evidence is shared out. */
  classIndex: number;
  /**
   * Grey level, in `[0, 255]`, of the even film that stands for "nothing there"; the film's mean where
   * left out (black is much, to a network).
   */
  baseline?: number;
  /** Points on the way from that film to the true one, closer to each other near the first. @default 32 */
  steps?: number;
  /** Stops before the next point. */
  signal?: AbortSignal;
}

/** Evidence, shared out among pixels. */
export interface Attribution extends ValueGrid {
  /** The class's logit for the film, less that for the even film: what is shared out. */
  difference: number;
}

/**
 * Shares a class's evidence out among the pixels: the gradient, averaged on the way from an even film
 * to the true one, times what each pixel adds.
 *
 * The shares' sum is the difference that the film makes (completeness), nearly: the integral is a sum
 * of `steps` terms. Compare both: networks with many layers ask for hundreds. What it shows depends on the even film chosen, and is noisy pixel by pixel.
 *
 * @param model Any classifier of the project.
 * @param pixels Grey levels in `[0, 255]`, `height × width`, row by row.
 * @param options Size, class, even film and steps.
 * @returns Shares, positive where a pixel speaks for the class.
 * @throws {RangeError} Where the model has no such class.
 *
 * @example
 * ```ts ignore
 * import { integratedGradients } from "lib/explain/integrated_gradients.ts";
 * await integratedGradients(model, pixels, { imageSize: [224, 224], classIndex: 0 });
 * ```
 *
 * @see Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks",
 *   https://arxiv.org/abs/1703.01365
 */
export async function integratedGradients(
  model: tf.LayersModel,
  pixels: Uint8Array,
  { imageSize: [height, width], classIndex, steps = 32, signal, ...options }:
    IntegratedGradientsOptions,
): Promise<Attribution> {
  checkClass(model, classIndex);
  const network = splitNetwork(model);
  const logit = (xs: tf.Tensor) => evidence(network.logits(network.features(xs)), classIndex);
  const shape: [number, number, number, number] = [1, height, width, 1];
  const film = Float32Array.from(pixels);
  const baseline = options.baseline ?? film.reduce((a, b) => a + b, 0) / film.length;
  const values = new Float32Array(film.length);
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const share = ((step + 0.5) / steps) ** 2;
    const weight = 2 * (step + 0.5) / steps / steps; // of the square's slope
    const between = film.map((grey) => baseline + share * (grey - baseline));
    const gradient = tf.tidy(() => tf.grad(logit)(tf.tensor4d(between, shape)));
    const slopes = await gradient.data();
    gradient.dispose();
    for (let i = 0; i < values.length; i++) {
      values[i] += slopes[i] * (film[i] - baseline) * weight;
    }
  }
  const [there, nothing] = tf.tidy(() => [
    logit(tf.tensor4d(film, shape)).dataSync()[0],
    logit(tf.fill(shape, baseline)).dataSync()[0],
  ]);
  return { values, height, width, difference: there - nothing };
}
