import { nativeBackend } from "./native_op.ts";

/**
 * Tells whether the project's own ops can be called: `CxrTransformImages` and `CxrDropout`.
 *
 * Set-up compiles them from `lib/engine/ops` into TensorFlow's addon. They compute on processors
 * alone, and give the bits of the TensorFlow ops that stand in for them on a GPU.
 *
 * @returns False on a GPU.
 * @throws {Error} Where the engine has not started.
 *
 * @example
 * ```ts
 * import { hasOwnOps } from "lib/engine/own_ops.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine();
 * hasOwnOps(); // true on a processor
 * ```
 */
export function hasOwnOps(): boolean {
  return !nativeBackend().isUsingGpuDevice;
}
