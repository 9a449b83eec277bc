import type { Conv2dOptions } from "./conv2d.ts";

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
