import type { PoolOptions } from "./pool_kernel.ts";

/** Options of `conv2d`. */
export interface Conv2dOptions {
  /** Steps down and across, in pixels. */
  strides: [number, number];
  /** Spacing of the filter's taps down and across, in pixels. */
  dilations: [number, number];
  padding: "SAME" | "VALID";
  /** Whether negative values become 0. */
  relu: boolean;
  /** Takes the maximum of each window of the result at once. */
  pool?: PoolOptions;
}

/** Attributes of TensorFlow's `Conv2D` and of its gradients, for films with the channels last. */
export function convAttributes(
  { strides, dilations, padding }: Pick<Conv2dOptions, "strides" | "dilations" | "padding">,
) {
  return {
    T: { dtype: "float32" },
    strides: [1, ...strides, 1],
    dilations: [1, ...dilations, 1],
    padding,
    data_format: "NHWC",
  } as const;
}
