import * as tf from "@tensorflow/tfjs";
import { bytesTensor } from "../engine/bytes_tensor.ts";

/** Films (or features of films) with their classes, in memory. */
export interface Examples {
  /** Values of all examples, one after the other: grey levels in `[0, 255]`, or features. */
  values: Uint8Array | Float32Array;
  /** Shape of one example, `[height, width, 1]` or `[numFeatures]`. */
  shape: number[];
  /** Class index of each example. */
  labels: number[];
}

/** Films of a batch on their way into a tensor, which takes them over before the next one comes. */
let batchBytes = new Uint8Array();

/**
 * Takes some of the examples, in the order of their numbers.
 *
 * @param examples All examples.
 * @param indices Numbers of those wanted, from 0.
 * @returns A copy that holds only those.
 *
 * @example
 * ```ts
 * import { takeExamples } from "lib/training/examples.ts";
 * const examples = { values: new Uint8Array([1, 2, 3]), shape: [1], labels: [0, 1, 0] };
 * takeExamples(examples, [2, 0]).values; // [3, 1]
 * ```
 */
export function takeExamples(examples: Examples, indices: readonly number[]): Examples {
  const { values, shape, labels } = examples;
  const Values = values.constructor as Uint8ArrayConstructor;
  return {
    values: copyValues(examples, indices, new Values(indices.length * exampleSize(examples))),
    shape,
    labels: indices.map((index) => labels[index]),
  };
}

/**
 * Puts some of the examples into one tensor.
 *
 * @param examples All examples.
 * @param indices Numbers of those wanted, from 0.
 * @returns float32 tensor `[indices.length, ...shape]`, to be disposed by the caller.
 * @throws {RangeError} Where a number is out of range.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { batchTensor } from "lib/training/examples.ts";
 * await startEngine();
 * const examples = { values: new Uint8Array([1, 2, 3, 4]), shape: [2], labels: [0, 1] };
 * batchTensor(examples, [1]).dataSync(); // [3, 4]
 * ```
 */
export function batchTensor(examples: Examples, indices: readonly number[]): tf.Tensor {
  const missing = indices.find((index) => !(index >= 0 && index < examples.labels.length));
  if (missing !== undefined) {
    throw new RangeError(`No example ${missing}: there are ${examples.labels.length}`);
  }
  const shape = [indices.length, ...examples.shape];
  const length = indices.length * exampleSize(examples);
  if (examples.values instanceof Float32Array) {
    return tf.tensor(copyValues(examples, indices, new Float32Array(length)), shape);
  }
  // Fresh memory has to be found page by page, which takes longer than to fill it.
  if (batchBytes.length < length) batchBytes = new Uint8Array(length);
  return bytesTensor(copyValues(examples, indices, batchBytes.subarray(0, length)), shape);
}

/**
 * Cuts the numbers of examples into batches; the last may be short.
 *
 * @param indices Numbers in the order wanted.
 * @param batchSize Greatest size of a batch, at least 1.
 * @returns Batches of numbers.
 * @throws {RangeError} Where the batch size is no positive integer.
 *
 * @example
 * ```ts
 * import { toBatches } from "lib/training/examples.ts";
 * toBatches([5, 6, 7], 2); // [[5, 6], [7]]
 * ```
 */
export function toBatches(indices: readonly number[], batchSize: number): number[][] {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Cannot make batches of ${batchSize}: expected a positive integer`);
  }
  return Array.from(
    { length: Math.ceil(indices.length / batchSize) },
    (_, i) => indices.slice(i * batchSize, (i + 1) * batchSize),
  );
}

/** Fills `values` with those of some of the examples. */
function copyValues<T extends Uint8Array | Float32Array>(
  examples: Examples,
  indices: readonly number[],
  values: T,
): T {
  const size = exampleSize(examples);
  indices.forEach((index, i) => values.set(oneExample(examples, index), i * size));
  return values;
}

function exampleSize({ shape }: Examples): number {
  return shape.reduce((size, length) => size * length, 1);
}

function oneExample(examples: Examples, index: number): Uint8Array | Float32Array {
  const size = exampleSize(examples);
  return examples.values.subarray(index * size, (index + 1) * size);
}
