import type * as tf from "@tensorflow/tfjs";
import { nativeBackend, nativeOp } from "./native_op.ts";

/**
 * Makes a float tensor of bytes; TensorFlow, not JavaScript, turns one into the other.
 *
 * @param bytes Values, `[0, 255]`.
 * @param shape Shape of the tensor.
 * @returns float32 tensor of that shape, to be disposed by the caller.
 * @throws {Error} Where there are more or fewer values than the shape has.
 *
 * @example
 * ```ts
 * import { bytesTensor } from "lib/engine/bytes_tensor.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine();
 * bytesTensor(Uint8Array.of(0, 7, 255), [3]).dataSync(); // [0, 7, 255], float32
 * ```
 */
export function bytesTensor(bytes: Uint8Array, shape: readonly number[]): tf.Tensor {
  const backend = nativeBackend();
  const { TF_UINT8 } = backend.binding;
  // tfjs has no uint8 of its own; its backend has.
  const id = backend.binding.createTensor(shape, TF_UINT8, bytes);
  const raw = backend.createOutputTensor({ id, shape, dtype: TF_UINT8 });
  const floats = nativeOp("Cast", [raw], {
    SrcT: { dtype: "uint8" },
    DstT: { dtype: "float32" },
    Truncate: false,
  });
  raw.dispose();
  return floats;
}
