import * as tf from "@tensorflow/tfjs";

/**
 * What a network made for colour was trained to see, from grey levels in `[0, 255]`:
 *
 * - `"unit"`: `x / 255`, in `[0, 1]` (experiment B2 as published feeds VGG16 so)
 * - `"symmetric"`: `x / 127.5 - 1`, in `[-1, 1]` (MobileNet)
 * - `"caffe"`: blue, green, red, each minus ImageNet's mean (VGG16, SqueezeNet)
 */
export type PixelScale = "unit" | "symmetric" | "caffe";

const UNIT = { grey: { scale: 1 / 255, offset: 0 } };
const SYMMETRIC = { grey: { scale: 1 / 127.5, offset: -1 } };
const CAFFE = {
  blue: { scale: 1, offset: -103.939 },
  green: { scale: 1, offset: -116.779 },
  red: { scale: 1, offset: -123.68 },
};

/**
 * Turns a grey film into the three channels that a pretrained network expects.
 *
 * Scaling is part of the network, so a saved model takes films as they are decoded.
 *
 * @param film Symbolic tensor `[batch, height, width, 1]` of grey levels in `[0, 255]`.
 * @param scale See {@linkcode PixelScale}.
 * @returns Symbolic tensor `[batch, height, width, 3]`.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { scalePixels } from "lib/models/scale_pixels.ts";
 * scalePixels(tf.input({ shape: [64, 64, 1] }), "caffe").shape; // [null, 64, 64, 3]
 * ```
 */
export function scalePixels(film: tf.SymbolicTensor, scale: PixelScale): tf.SymbolicTensor {
  const channels = { unit: UNIT, symmetric: SYMMETRIC, caffe: CAFFE }[scale];
  const scaled = Object.entries(channels).map(([name, options]) =>
    tf.layers.rescaling({ ...options, name: `scale_${name}` }).apply(film) as tf.SymbolicTensor
  );
  const three = scaled.length === 3 ? scaled : [scaled[0], scaled[0], scaled[0]];
  return tf.layers.concatenate({ name: "three_channels" }).apply(three) as tf.SymbolicTensor;
}
