import * as tf from "@tensorflow/tfjs";
import { nativeOp } from "./native_op.ts";

const FLOAT = { T: { dtype: "float32" } } as const;

/**
 * Replaces gradients that stock tfjs spells out in many small ops by TensorFlow's own.
 *
 * Relu: stock tfjs runs eight ops, some filled from JavaScript; `ReluGrad` is one. Add: the
 * gradient of a bias sums over three axes one after the other; `BiasAddGrad` is one pass.
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

/** Gradient of `relu` from its output: `dy` where `y > 0`, else 0. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return nativeOp("ReluGrad", [dy, y], FLOAT);
}

/** Gradient of a bias: `dy` of shape `[…, channels]` summed to `[channels]`. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  return nativeOp("BiasAddGrad", [dy], { ...FLOAT, data_format: "NHWC" });
}

function replaceGradient(config: tf.GradConfig): void {
  tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}
