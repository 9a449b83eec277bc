import * as tf from "@tensorflow/tfjs";
import { nativeOp, nativeOps } from "./native_op.ts";

/** A float32 variable that lives in TensorFlow, where ops can change it in place. */
export interface Resource {
  /** Handle for ops that take a resource. */
  handle: tf.Tensor;
}

const FLOAT = { dtype: { dtype: "float32" } } as const;

let created = 0;

/**
 * Makes a variable inside TensorFlow.
 *
 * @param value Its first value; float32, shared and not copied, and still the caller's.
 * @returns The variable, to be freed by {@linkcode destroyResource}.
 *
 * @example
 * ```ts
 * import { createResource, destroyResource } from "lib/engine/resource.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const resource = createResource(tf.tensor1d([1, 2]));
 * resource.handle.shape; // []: the handle itself is a scalar
 * destroyResource(resource);
 * ```
 */
export function createResource(value: tf.Tensor): Resource {
  const handle = tf.keep(nativeOp("VarHandleOp", [], {
    ...FLOAT,
    shape: { shape: value.shape },
    container: "",
    shared_name: `variable_${created++}`,
  }));
  const resource = { handle };
  assignResource(resource, value);
  return resource;
}

/**
 * Gives a variable another value.
 *
 * @param resource The variable.
 * @param value float32 of its shape; shared and not copied.
 * @throws {Error} Where the value is not float32; its shape is not checked.
 *
 * @example
 * ```ts
 * import { assignResource, createResource, readResource } from "lib/engine/resource.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const resource = createResource(tf.tensor1d([1, 2]));
 * assignResource(resource, tf.tensor1d([3, 4]));
 * readResource(resource).dataSync(); // [3, 4]
 * ```
 */
export function assignResource({ handle }: Resource, value: tf.Tensor): void {
  nativeOps("AssignVariableOp", [handle, value], { attributes: FLOAT, numOutputs: 0 });
}

/**
 * Reads a variable.
 *
 * @param resource The variable.
 * @returns Its value, to be disposed by the caller. A later change of the variable leaves it alone.
 * @throws {TypeError} Where the variable was freed.
 *
 * @example
 * ```ts
 * import { createResource, readResource } from "lib/engine/resource.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * readResource(createResource(tf.tensor1d([1, 2]))).dataSync(); // [1, 2]
 * ```
 */
export function readResource({ handle }: Resource): tf.Tensor {
  return nativeOp("ReadVariableOp", [handle], FLOAT);
}

/**
 * Frees a variable.
 *
 * @param resource The variable.
 *
 * @example
 * ```ts
 * import { createResource, destroyResource } from "lib/engine/resource.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const resource = createResource(tf.scalar(1));
 * destroyResource(resource);
 * resource.handle.isDisposed; // true
 * ```
 */
export function destroyResource({ handle }: Resource): void {
  nativeOps("DestroyResourceOp", [handle], {
    attributes: { ignore_lookup_error: true },
    numOutputs: 0,
  });
  handle.dispose();
}
