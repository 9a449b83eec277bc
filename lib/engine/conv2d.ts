import * as tf from "@tensorflow/tfjs";
import { type Conv2dOptions, convAttributes } from "./conv_options.ts";
import { gradientOp } from "./gradient_op.ts";
import { maxPoolKernel } from "./max_pool.ts";
import { biasGradient, reluGradient } from "./native_gradients.ts";
import { nativeOp } from "./native_op.ts";
import { hasOneDnn, oneDnnOps } from "./one_dnn.ts";
import { ownConv2d } from "./own_conv.ts";
import { unwrittenTensor } from "./unwritten_tensor.ts";

const FLOAT = { T: { dtype: "float32" } } as const;

/**
 * Convolution, bias, ReLU and max pooling as one step that keeps only what its gradient needs.
 *
 * Stock tfjs keeps the output of each of the four for the backward pass. Here ops of the project's
 * own do all four at once; where they do not apply, TensorFlow's do. oneDNN adds the bias while it
 * convolves. Bias and ReLU never change which value of a window is the greatest, so what is left of
 * them comes after pooling: the result is the same to the bit, over a quarter of the values.
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
  options: Conv2dOptions & { bias: tf.Tensor },
): tf.Tensor {
  return ownConv2d(x, filter, options) ?? tensorFlowConv2d(x, filter, options);
}

function tensorFlowConv2d(
  x: tf.Tensor,
  filter: tf.Tensor,
  { bias, relu, pool, ...convolution }: Conv2dOptions & { bias: tf.Tensor },
): tf.Tensor {
  const attributes = convAttributes(convolution);
  const pooling = maxPoolKernel();
  return gradientOp({
    inputs: { x, filter, bias },
    forward: (save) => {
      const biasIsIn = hasOneDnn();
      let y = biasIsIn
        ? oneDnnOps("_MklNativeConv2DWithBias", [x, filter, bias], { attributes, numOutputs: 1 })[0]
        : nativeOp("Conv2D", [x, filter], attributes);
      const saved = [];
      if (pool) {
        const pooled = pooling.forward(y, pool);
        saved.push(pooled.places, unwrittenTensor(y.shape));
        y = replace(y, pooled.y);
      }
      if (!biasIsIn) {
        y = replace(y, nativeOp("BiasAdd", [y, bias], { ...FLOAT, data_format: "NHWC" }));
      }
      if (relu) y = replace(y, nativeOp("Relu", [y], FLOAT));
      save([x, filter, y, ...saved]);
      return y;
    },
    backward: (dy, [x, filter, y, places, like]) => {
      let dz = relu ? reluGradient(dy, y) : dy;
      const dBias = biasGradient(dz);
      if (pool) dz = replace(dz, pooling.gradient(dz, { places, like, ...pool }), dy);
      y.dispose();
      places?.dispose();
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
