import type * as tf from "@tensorflow/tfjs";

/** Windows of a pooling. */
export interface PoolOptions {
  /** Height and width of a window, in pixels. */
  poolSize: [number, number];
  /** Steps down and across, in pixels. */
  strides: [number, number];
  padding: "SAME" | "VALID";
}

/**
 * Attributes that every op for pooling has.
 *
 * @param options Windows.
 * @returns The attributes by TensorFlow's names.
 *
 * @example
 * ```ts
 * import { poolAttributes } from "lib/engine/pool_kernel.ts";
 * poolAttributes({ poolSize: [2, 2], strides: [1, 1], padding: "SAME" }).ksize; // [1, 2, 2, 1]
 * ```
 */
export function poolAttributes({ poolSize, strides, padding }: PoolOptions) {
  return {
    T: { dtype: "float32" },
    ksize: [1, ...poolSize, 1],
    strides: [1, ...strides, 1],
    padding,
  } as const;
}

/** One way to compute a max pooling and its gradient. */
export interface MaxPoolKernel {
  /**
   * Maximum of each window of a float32 tensor `[batch, height, width, channels]`, as `y`, and
   * where it was, in a form of the kernel's own.
   */
  forward(x: tf.Tensor, options: PoolOptions): { y: tf.Tensor; places: tf.Tensor };
  /** Brings the gradient of each window to the place of its maximum; `like` has the shape of `x`. */
  gradient(dy: tf.Tensor, options: PoolOptions & { places: tf.Tensor; like: tf.Tensor }): tf.Tensor;
}
