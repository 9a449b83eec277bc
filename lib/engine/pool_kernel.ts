import type * as tf from "@tensorflow/tfjs";

/** Windows of a pooling. */
export interface PoolOptions {
  /** Height and width of a window, in pixels. */
  poolSize: [number, number];
  /** Steps down and across, in pixels. */
  strides: [number, number];
  padding: "SAME" | "VALID";
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
