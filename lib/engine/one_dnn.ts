import * as tf from "@tensorflow/tfjs";
import { canRun } from "./can_run.ts";
import { type NativeAttribute, nativeBackend, nativeOps } from "./native_op.ts";
import { poolAttributes } from "./pool_kernel.ts";

let found: boolean | undefined;

/**
 * Tells whether TensorFlow computes with oneDNN, and its ops for that can be called by name.
 *
 * They are in its C library for Linux on x86-64, and for processors alone. TensorFlow puts them in
 * place of its own where it sees a whole graph, as Keras does; tfjs shows it one op at a time.
 *
 * @returns False on a GPU, where a library has no such ops, and where `TF_ENABLE_ONEDNN_OPTS` is 0.
 * @throws {Error} Where the engine has not started.
 *
 * @example
 * ```ts
 * import { hasOneDnn } from "lib/engine/one_dnn.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine();
 * hasOneDnn(); // true on a PC with Linux
 * ```
 */
export function hasOneDnn(): boolean {
  return found ??= !nativeBackend().isUsingGpuDevice &&
    Deno.env.get("TF_ENABLE_ONEDNN_OPTS") !== "0" && runsPooling();
}

/**
 * Runs one of oneDNN's ops by its name, as `nativeOps` does others.
 *
 * @param name Name of the op, such as `_MklNativeMaxPool`.
 * @param inputs Input tensors in the op's order.
 * @param options `attributes` by name, and `numOutputs`.
 * @returns The outputs in the op's order, to be disposed by the caller.
 * @throws {Error} Where TensorFlow has no such op, or refuses an attribute or an input.
 *
 * @example
 * ```ts ignore
 * const [y] = oneDnnOps("_MklNativeConv2DWithBias", [x, filter, bias], {
 *   attributes,
 *   numOutputs: 1,
 * });
 * ```
 */
export function oneDnnOps(
  name: string,
  inputs: tf.Tensor[],
  { attributes, numOutputs }: { attributes: Record<string, NativeAttribute>; numOutputs: number },
): tf.Tensor[] {
  // By this label TensorFlow tells its kernels that leave the layout of tensors alone.
  return nativeOps(name, inputs, {
    attributes: { ...attributes, _kernel: "MklNameChangeOp" },
    numOutputs,
  });
}

function runsPooling(): boolean {
  const attributes = poolAttributes({ poolSize: [1, 1], strides: [1, 1], padding: "VALID" });
  return canRun(() =>
    oneDnnOps("_MklNativeMaxPool", [tf.ones([1, 1, 1, 1])], { attributes, numOutputs: 2 })
  );
}
