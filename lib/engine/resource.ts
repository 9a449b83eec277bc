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
 */
export function assignResource({ handle }: Resource, value: tf.Tensor): void {
  nativeOps("AssignVariableOp", [handle, value], { attributes: FLOAT, numOutputs: 0 });
}

/**
 * Reads a variable.
 *
 * @param resource The variable.
 * @returns Its value, to be disposed by the caller. A later change of the variable leaves it alone.
 */
export function readResource({ handle }: Resource): tf.Tensor {
  return nativeOp("ReadVariableOp", [handle], FLOAT);
}

/**
 * Frees a variable.
 *
 * @param resource The variable.
 */
export function destroyResource({ handle }: Resource): void {
  nativeOps("DestroyResourceOp", [handle], {
    attributes: { ignore_lookup_error: true },
    numOutputs: 0,
  });
  handle.dispose();
}
