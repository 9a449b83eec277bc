import * as tf from "@tensorflow/tfjs";
import type { ValueGrid } from "../data/resize_values.ts";
import { checkClass, evidence } from "./evidence.ts";
import { splitNetwork } from "./split_network.ts";

/** Options of {@linkcode gradCam}. */
export interface GradCamOptions {
  /** Height and width of the film, in pixels. */
  imageSize: readonly [number, number];
  /** Class whose evidence is shown: its place among the model's classes. */
  classIndex: number;
  /**
   * `grad-cam` weighs each channel by its mean gradient, as first published: in networks that flatten
   * their map, that averages away where things are. `hires-cam` weighs each place by its own gradient;
   * where the map is averaged over the film, both are the same.
   * @default "hires-cam"
   */
  method?: "grad-cam" | "hires-cam";
}

/**
 * Shows where on a film a network saw what speaks for a class.
 *
 * It shows where a network looked, not whether it was right, and it is coarse: a few dozen places
 * over the film.
 *
 * @param model Any classifier of the project, on any backend of TensorFlow.js.
 * @param pixels Grey levels in `[0, 255]`, `height × width`, row by row.
 * @param options Size, class and method.
 * @returns The map of the last feature layer, `[0, 1]` with greatest value 1; all 0 where nothing
 *   speaks for the class. `resizeValues` stretches it over the film.
 * @throws {RangeError} Where the model has no feature map, or no such class.
 *
 * @example
 * ```ts ignore
 * import { gradCam } from "lib/explain/grad_cam.ts";
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * declare const pixels: Uint8Array;
 * const { model, info } = await loadBundle("outputs/phantom-quick/experiments/E/seed-1/model");
 * await gradCam(model, pixels, { imageSize: info.preprocessing.imageSize, classIndex: 0 });
 * ```
 *
 * @see Selvaraju and others, "Grad-CAM", https://arxiv.org/abs/1610.02391
 * @see Draelos and Carin, "Use HiResCAM instead of Grad-CAM", https://arxiv.org/abs/2011.08891
 */
export async function gradCam(
  model: tf.LayersModel,
  pixels: Uint8Array,
  { imageSize: [height, width], classIndex, method = "hires-cam" }: GradCamOptions,
): Promise<ValueGrid> {
  checkClass(model, classIndex);
  const network = splitNetwork(model);
  const map = tf.tidy(() => {
    const xs = tf.tensor4d(Float32Array.from(pixels), [1, height, width, 1]);
    const features = network.features(xs);
    const gradient = tf.grad((x: tf.Tensor) =>
      evidence(network.logits(x as tf.Tensor4D), classIndex)
    )(features) as tf.Tensor4D;
    const weights = method === "grad-cam" ? gradient.mean([1, 2], true) : gradient;
    return features.mul(weights).sum(3).relu().squeeze([0]) as tf.Tensor2D;
  });
  const values = Float32Array.from(await map.data());
  const [rows, columns] = map.shape;
  map.dispose();
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (most > 0) values.forEach((value, i) => values[i] = value / most);
  return { values, height: rows, width: columns };
}
