import * as tf from "@tensorflow/tfjs";

/** Value of an attribute of a TensorFlow op; a plain number is an integer, `{ float }` a float. */
export type NativeAttribute =
  | boolean
  | string
  | number
  | readonly number[]
  | { float: number }
  | { dtype: "float32" | "int32" | "int64" | "uint8" | "bool" }
  | { shape: readonly number[] };

/** TensorFlow's constants by name, and what makes a tensor of numbers. */
type Binding = Record<`TF_${string}`, number> & {
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
};

/** What tfjs's native backend offers beyond the public interface. */
export interface NativeBackend {
  binding: Binding;
  isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: tf.Tensor[],
    numOutputs: number,
  ): tf.Tensor[];
  createOutputTensor(made: { id: number; shape: readonly number[]; dtype: number }): tf.Tensor;
}

interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/**
 * Runs one op of TensorFlow's C library by its name.
 *
 * No gradient is recorded: ops that take part in training are wrapped in a registered kernel.
 *
 * @param name Name of the op, as https://www.tensorflow.org/api_docs/python/tf/raw_ops lists it.
 * @param inputs Input tensors in the op's order.
 * @param attributes The op's attributes by name.
 * @returns The op's only output, to be disposed by the caller.
 * @throws {Error} Where TensorFlow refuses the op, an attribute or an input.
 *
 * @example
 * ```ts
 * import { nativeOp } from "lib/engine/native_op.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * nativeOp("Relu", [tf.tensor1d([-1, 2])], { T: { dtype: "float32" } }).dataSync(); // [0, 2]
 * ```
 */
export function nativeOp(
  name: string,
  inputs: tf.Tensor[],
  attributes: Record<string, NativeAttribute> = {},
): tf.Tensor {
  const backend = nativeBackend();
  return backend.executeSingleOutput(name, opAttributes(attributes, backend), inputs);
}

/**
 * Runs one op with several outputs, as {@linkcode nativeOp} does.
 *
 * @param name Name of the op.
 * @param inputs Input tensors in the op's order.
 * @param options `attributes` by name, and `numOutputs`, the number of outputs the op has.
 * @returns The outputs in the op's order, to be disposed by the caller.
 * @throws {Error} Where TensorFlow refuses the op, an attribute or an input.
 *
 * @example
 * ```ts
 * import { nativeOps } from "lib/engine/native_op.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const [values, places] = nativeOps("Unique", [tf.tensor1d([4, 4, 7])], {
 *   attributes: { T: { dtype: "float32" }, out_idx: { dtype: "int32" } },
 *   numOutputs: 2,
 * });
 * values.dataSync(); // [4, 7]
 * places.dataSync(); // [0, 0, 1]
 * ```
 */
export function nativeOps(
  name: string,
  inputs: tf.Tensor[],
  { attributes = {}, numOutputs }: {
    attributes?: Record<string, NativeAttribute>;
    numOutputs: number;
  },
): tf.Tensor[] {
  const backend = nativeBackend();
  return backend.executeMultipleOutputs(
    name,
    opAttributes(attributes, backend),
    inputs,
    numOutputs,
  );
}

/**
 * The backend on which TensorFlow's C library is called.
 *
 * @returns tfjs's native backend, with what its public interface leaves out.
 * @throws {Error} Where the engine has not started.
 *
 * @example
 * ```ts
 * import { nativeBackend } from "lib/engine/native_op.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * await startEngine();
 * nativeBackend().binding.TF_FLOAT; // 1
 * ```
 */
export function nativeBackend(): NativeBackend {
  if (tf.getBackend() !== "tensorflow") {
    throw new Error("TensorFlow is not loaded; call startEngine() first");
  }
  return tf.backend() as unknown as NativeBackend;
}

function opAttributes(
  attributes: Record<string, NativeAttribute>,
  { binding }: NativeBackend,
): OpAttribute[] {
  const dtypes = {
    float32: binding.TF_FLOAT,
    int32: binding.TF_INT32,
    int64: binding.TF_INT64,
    uint8: binding.TF_UINT8,
    bool: binding.TF_BOOL,
  };
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "boolean") return { name, type: binding.TF_ATTR_BOOL, value };
    if (typeof value === "string") return { name, type: binding.TF_ATTR_STRING, value };
    if (typeof value !== "object" || Array.isArray(value)) {
      return { name, type: binding.TF_ATTR_INT, value };
    }
    if ("shape" in value) return { name, type: binding.TF_ATTR_SHAPE, value: value.shape };
    if ("float" in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
    const { dtype } = value as { dtype: keyof typeof dtypes };
    return { name, type: binding.TF_ATTR_TYPE, value: dtypes[dtype] };
  });
}
