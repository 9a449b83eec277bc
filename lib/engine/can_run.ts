import * as tf from "@tensorflow/tfjs";

/**
 * Tells whether TensorFlow runs an op that not every library or processor has.
 *
 * @param run Runs it on small tensors; what it makes is disposed.
 * @returns False where `run` throws.
 *
 * @example
 * ```ts
 * import { canRun } from "lib/engine/can_run.ts";
 * import { nativeOp } from "lib/engine/native_op.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine();
 * canRun(() => nativeOp("NoSuchOp", [])); // false
 * ```
 */
export function canRun(run: () => tf.TensorContainer): boolean {
  return tf.tidy(() => {
    try {
      run();
      return true;
    } catch {
      return false;
    }
  });
}
