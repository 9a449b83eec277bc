import * as tf from "@tensorflow/tfjs";
import { gradientOp } from "../engine/gradient_op.ts";
import { nativeOps } from "../engine/native_op.ts";

/**
 * Cross-entropy of each example, from logits, without a probability that could round to 0.
 *
 * Keras's categorical and sparse categorical cross-entropies are the same number; here labels are
 * class indices. One logit means two classes: binary cross-entropy of a sigmoid.
 *
 * @param labels Class indices, one an example.
 * @param logits float32 tensor `[batch, numClasses]`, or `[batch, 1]` for two classes.
 * @returns float32 tensor `[batch]`, in nats.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { crossEntropy } from "lib/training/cross_entropy.ts";
 * const tf = await startEngine();
 * crossEntropy([1], tf.tensor2d([[0, 0]])).dataSync(); // [0.6931…], ln 2
 * ```
 */
export function crossEntropy(labels: readonly number[], logits: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => {
    const truth = tf.tensor1d([...labels], "int32");
    return logits.shape[1] === 1
      ? binaryCrossEntropy(truth, logits.squeeze([1]) as tf.Tensor1D)
      : softmaxCrossEntropy(truth, logits);
  });
}

function binaryCrossEntropy(truth: tf.Tensor1D, logits: tf.Tensor1D): tf.Tensor1D {
  // log(1 + e^x) - x y, written so that no exponential overflows.
  const correction = logits.abs().neg().exp().log1p();
  return logits.relu().sub(logits.mul(truth.cast("float32"))).add(correction) as tf.Tensor1D;
}

function softmaxCrossEntropy(truth: tf.Tensor1D, logits: tf.Tensor): tf.Tensor1D {
  return gradientOp({
    inputs: { logits },
    forward: (save) => {
      const [loss, gradient] = nativeOps("SparseSoftmaxCrossEntropyWithLogits", [logits, truth], {
        attributes: { T: { dtype: "float32" }, Tlabels: { dtype: "int32" } },
        numOutputs: 2,
      });
      save([gradient]);
      return loss;
    },
    backward: (dy, [gradient]) => ({ logits: () => gradient.mul(dy.expandDims(1)) }),
  }) as tf.Tensor1D;
}
