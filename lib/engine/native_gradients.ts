import * as tf from "@tensorflow/tfjs";
import { nativeOp } from "./native_op.ts";

const FLOAT = { T: { dtype: "float32" } } as const;

/**
 * Replaces gradients that stock tfjs spells out in many small ops by TensorFlow's own.
 *
 * Relu: stock tfjs runs eight ops, some filled from JavaScript; `ReluGrad` is one. Add: the
 * gradient of a bias sums over three axes one after the other; `BiasAddGrad` is one pass.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine(); // registers them
 * tf.grad((x) => tf.relu(x))(tf.tensor1d([-1, 2])).dataSync(); // [0, 1]
 * ```
 */
export function registerNativeGradients(): void {
  replaceGradient({
    kernelName: "Relu",
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => reluGradient(dy as tf.Tensor, y) }),
  });
  const stockAdd = tf.getGradient("Add");
  replaceGradient({
    kernelName: "Add",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b], attributes) => {
      const isBias = b.rank === 1 && a.rank > 1 && a.shape.at(-1) === b.shape[0];
      if (!isBias) return stockAdd.gradFunc(dy, [a, b], attributes);
      return { a: () => (dy as tf.Tensor).clone(), b: () => biasGradient(dy as tf.Tensor) };
    },
  });
}

/**
 * Gradient of `relu` from its output: `dy` where `y > 0`, else 0.
 *
 * @param dy Gradient of the output, float32, of any shape.
 * @param y The output, of the same shape.
 * @returns Gradient of the input, of that shape, to be disposed by the caller.
 *
 * @example
 * ```ts
 * import { reluGradient } from "lib/engine/native_gradients.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * reluGradient(tf.tensor1d([5, 5]), tf.tensor1d([0, 2])).dataSync(); // [0, 5]
 * ```
 */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return nativeOp("ReluGrad", [dy, y], FLOAT);
}

/**
 * Gradient of a bias: that of the output summed over all but its last axis.
 *
 * @param dy Gradient of the output, float32 `[…, channels]`.
 * @returns float32 tensor `[channels]`, to be disposed by the caller.
 *
 * @example
 * ```ts
 * import { biasGradient } from "lib/engine/native_gradients.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * biasGradient(tf.tensor2d([[1, 2], [3, 4]])).dataSync(); // [4, 6]
 * ```
 */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  return nativeOp("BiasAddGrad", [dy], { ...FLOAT, data_format: "NHWC" });
}

function replaceGradient(config: tf.GradConfig): void {
  tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}
