import * as tf from "@tensorflow/tfjs";
import { gradientOp } from "./gradient_op.ts";
import { maxPool, maxPoolGradient, type PoolOptions } from "./max_pool.ts";
import { biasGradient, reluGradient } from "./native_gradients.ts";
import { nativeOp } from "./native_op.ts";

/** Options of {@linkcode conv2d}. */
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

const FLOAT = { T: { dtype: "float32" } } as const;

/**
 * Convolution, bias, ReLU and max pooling as one step that keeps only what its gradient needs.
 *
 * Stock tfjs keeps the output of each of the four for the backward pass. Bias and ReLU never change
 * which value of a window is the greatest, so pooling comes first here: the result is the same to
 * the bit, and they run over a quarter of the values.
 *
 * @param x float32 tensor `[batch, height, width, channels]`.
 * @param filter float32 tensor `[filterHeight, filterWidth, channels, filters]`.
 * @param options The bias, `[filters]`, and {@linkcode Conv2dOptions}.
 * @returns float32 tensor `[batch, newHeight, newWidth, filters]`.
 * @throws {Error} Where TensorFlow refuses the shapes.
 *
 * @example
 * ```ts
 * import { conv2d } from "lib/engine/conv2d.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * conv2d(tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), {
 *   strides: [1, 1], dilations: [1, 1], padding: "VALID", relu: true, bias: tf.tensor1d([-1]),
 * }).dataSync(); // [3, 3, 3, 3]
 * ```
 */
export function conv2d(
  x: tf.Tensor,
  filter: tf.Tensor,
  { bias, relu, pool, ...convolution }: Conv2dOptions & { bias: tf.Tensor },
): tf.Tensor {
  const attributes = opAttributes(convolution);
  return gradientOp({
    inputs: { x, filter, bias },
    forward: (save) => {
      let y = nativeOp("Conv2D", [x, filter], attributes);
      const shape = y.shape;
      const saved = [];
      if (pool) {
        const pooled = maxPool(y, pool);
        saved.push(pooled.argmax);
        y = replace(y, pooled.y);
      }
      y = replace(y, nativeOp("BiasAdd", [y, bias], { ...FLOAT, data_format: "NHWC" }));
      if (relu) y = replace(y, nativeOp("Relu", [y], FLOAT));
      save([x, filter, y, tf.tensor1d(shape, "int32"), ...saved]);
      return y;
    },
    backward: (dy, [x, filter, y, shape, argmax]) => {
      let dz = relu ? reluGradient(dy, y) : dy;
      const dBias = biasGradient(dz);
      if (pool) dz = replace(dz, maxPoolGradient(dz, { argmax, shape, ...pool }), dy);
      y.dispose();
      argmax?.dispose();
      return {
        x: () =>
          nativeOp("Conv2DBackpropInput", [tf.tensor1d(x.shape, "int32"), filter, dz], attributes),
        filter: () =>
          nativeOp("Conv2DBackpropFilter", [x, tf.tensor1d(filter.shape, "int32"), dz], attributes),
        bias: () => {
          x.dispose();
          if (dz !== dy) dz.dispose();
          return dBias;
        },
      };
    },
  });
}

/** Frees a tensor whose place another takes, unless it belongs to somebody else. */
function replace(old: tf.Tensor, next: tf.Tensor, notOurs?: tf.Tensor): tf.Tensor {
  if (old !== notOurs) old.dispose();
  return next;
}

function opAttributes(
  { strides, dilations, padding }: Pick<Conv2dOptions, "strides" | "dilations" | "padding">,
) {
  return {
    ...FLOAT,
    strides: [1, ...strides, 1],
    dilations: [1, ...dilations, 1],
    padding,
    data_format: "NHWC",
    use_cudnn_on_gpu: true,
  };
}
