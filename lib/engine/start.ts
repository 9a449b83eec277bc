import * as tf from "@tensorflow/tfjs";
import util from "node:util";

/**
 * Loads TensorFlow's C library behind `@tensorflow/tfjs` and returns the `tf` namespace.
 *
 * Calling it again is free. Every later `tf.*` call, in any module, runs on the native backend.
 *
 * @returns The `tf` namespace with the native backend set.
 */
export async function startEngine(): Promise<typeof tf> {
  if (tf.getBackend() !== "tensorflow") {
    // tfjs-node calls a function that Node 23 and Deno 2.4.4 dropped (tensorflow/tfjs#8425).
    const patched = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
    patched.isNullOrUndefined ??= (value) => value == null;
    await import("@tensorflow/tfjs-node-gpu");
  }
  return tf;
}
