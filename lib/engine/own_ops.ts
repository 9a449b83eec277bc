import { nativeBackend } from "./native_op.ts";

/**
 * Tells whether the project's own ops can be called, such as `CxrTransformImages` or `CxrDropout`.
 *
 * Set-up compiles them from `lib/engine/ops` into TensorFlow's addon. They compute on processors
 * alone; on a GPU TensorFlow's ops stand in for them.
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
