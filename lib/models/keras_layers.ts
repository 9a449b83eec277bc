import * as tf from "@tensorflow/tfjs";

type Conv2dArguments = Parameters<typeof tf.layers.conv2d>[0];
type DenseArguments = Parameters<typeof tf.layers.dense>[0];

/**
 * `tf.layers.conv2d` with Keras's first weights: Glorot's uniform ones.
 *
 * TensorFlow.js draws from Glorot's normal distribution instead, cut at two standard deviations and
 * not widened again, so that its weights start a tenth smaller.
 *
 * @param options As for `tf.layers.conv2d`; another `kernelInitializer` is honoured.
 * @returns The layer.
 *
 * @example
 * ```ts
 * import { conv2d } from "lib/models/keras_layers.ts";
 * conv2d({ filters: 8, kernelSize: 3 }).getClassName(); // "Conv2D"
 * ```
 */
export function conv2d(options: Conv2dArguments): tf.layers.Layer {
  return tf.layers.conv2d({ kernelInitializer: "glorotUniform", ...options });
}

/**
 * `tf.layers.dense` with Keras's first weights, as {@linkcode conv2d} has them.
 *
 * @param options As for `tf.layers.dense`; another `kernelInitializer` is honoured.
 * @returns The layer.
 *
 * @example
 * ```ts
 * import { dense } from "lib/models/keras_layers.ts";
 * dense({ units: 2 }).getClassName(); // "Dense"
 * ```
 */
export function dense(options: DenseArguments): tf.layers.Layer {
  return tf.layers.dense({ kernelInitializer: "glorotUniform", ...options });
}
