import type * as tf from "@tensorflow/tfjs";
import { argmaxPool } from "./argmax_pool.ts";
import { gradientOp } from "./gradient_op.ts";
import { hasOneDnn } from "./one_dnn.ts";
import { oneDnnPool } from "./one_dnn_pool.ts";
import type { MaxPoolKernel, PoolOptions } from "./pool_kernel.ts";
import { unwrittenTensor } from "./unwritten_tensor.ts";

/**
 * The quickest max pooling that this machine has.
 *
 * @returns oneDNN's where it is there, else TensorFlow's own. Both give the same values.
 *
 * @example
 * ```ts
 * import { maxPoolKernel } from "lib/engine/max_pool.ts";
 * import type { PoolOptions } from "lib/engine/pool_kernel.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const windows: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
 * const { forward, gradient } = maxPoolKernel();
 * const { y, places } = forward(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1]), windows);
 * y.dataSync(); // [4]
 * const like = tf.zeros([1, 2, 2, 1]);
 * gradient(tf.ones([1, 1, 1, 1]), { places, like, ...windows }).dataSync(); // [0, 1, 0, 0]
 * ```
 */
export function maxPoolKernel(): MaxPoolKernel {
  return hasOneDnn() ? oneDnnPool : argmaxPool;
}

/**
 * Max pooling with a quick gradient, for layers that no convolution precedes.
 *
 * @param x float32 tensor `[batch, height, width, channels]`.
 * @param options Windows.
 * @returns float32 tensor `[batch, newHeight, newWidth, channels]`.
 * @throws {Error} Where TensorFlow refuses the shapes.
 *
 * @example
 * ```ts
 * import { maxPoolWithGradient } from "lib/engine/max_pool.ts";
 * import type { PoolOptions } from "lib/engine/pool_kernel.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const windows: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
 * const gradient = tf.grad((x) => maxPoolWithGradient(x, windows));
 * gradient(tf.tensor4d([1, 4, 2, 3], [1, 2, 2, 1])).dataSync(); // [0, 1, 0, 0]
 * ```
 */
export function maxPoolWithGradient(x: tf.Tensor, options: PoolOptions): tf.Tensor {
  const kernel = maxPoolKernel();
  return gradientOp({
    inputs: { x },
    forward: (save) => {
      const { y, places } = kernel.forward(x, options);
      save([places, unwrittenTensor(x.shape)]);
      return y;
    },
    backward: (dy, [places, like]) => ({
      x: () => kernel.gradient(dy, { places, like, ...options }),
    }),
  });
}
