import * as tf from "@tensorflow/tfjs";
import { nativeOp } from "./native_op.ts";

/** Memory that nobody writes to, and that the system therefore never has to find. */
let reserve: tf.Tensor | undefined;

/**
 * Makes a float32 tensor for ops that read only its shape.
 *
 * All such tensors share one piece of memory that is asked for once and never touched: it takes up
 * addresses, but no memory.
 *
 * @param shape Shape of the tensor.
 * @returns The tensor, to be disposed by the caller; what it holds is left to chance.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { unwrittenTensor } from "lib/engine/unwritten_tensor.ts";
 * await startEngine();
 * unwrittenTensor([2, 3]).shape; // [2, 3]
 * ```
 */
export function unwrittenTensor(shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => {
    const length = tf.tensor1d([size], "int32");
    if (!reserve || reserve.size < size) {
      reserve?.dispose();
      reserve = tf.keep(
        nativeOp("Empty", [length], { dtype: { dtype: "float32" }, init: false }),
      );
    }
    // Neither op copies: both outputs lie in the reserve.
    const part = nativeOp("Slice", [reserve, tf.tensor1d([0], "int32"), length], {
      T: { dtype: "float32" },
      Index: { dtype: "int32" },
    });
    return nativeOp("Reshape", [part, tf.tensor1d(shape, "int32")], {
      T: { dtype: "float32" },
      Tshape: { dtype: "int32" },
    });
  });
}
