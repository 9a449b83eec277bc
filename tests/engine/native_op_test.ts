import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { nativeOp, nativeOps } from "lib/engine/native_op.ts";
import { startEngine } from "lib/engine/start.ts";

const FLOAT = { T: { dtype: "float32" } } as const;

// This test is the first on purpose: once TensorFlow is loaded, it stays.
Deno.test("nativeOp() asks for startEngine() before anything else", () => {
  assert.throws(() => nativeOp("Relu", [], FLOAT), {
    name: "Error",
    message: "TensorFlow is not loaded; call startEngine() first",
  });
});

Deno.test("nativeOp() passes attributes of every kind", async () => {
  await startEngine();
  const x = tf.tensor1d([-1, 0, 2]);
  // A float: -1 · .5.
  const leaky = nativeOp("LeakyRelu", [x], { ...FLOAT, alpha: { float: 0.5 } });
  assert.deepEqual([...leaky.dataSync()], [-0.5, 0, 2]);
  // An integer, of which there are as many inputs.
  const attributes = { ...FLOAT, N: 2, Tidx: { dtype: "int32" } } as const;
  assert.deepEqual(nativeOp("ConcatV2", [x, x, tf.scalar(0, "int32")], attributes).shape, [6]);
  // A flag: the product with the second transposed, 1·3 + 2·4.
  const [a, b] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])];
  const flags = { ...FLOAT, transpose_a: false, transpose_b: true };
  assert.deepEqual([...nativeOp("MatMul", [a, b], flags).dataSync()], [11]);
  // A list of integers, and text.
  const pooled = nativeOp("AvgPool", [tf.tensor4d([1, 2, 3, 6], [1, 2, 2, 1])], {
    ...FLOAT,
    ksize: [1, 2, 2, 1],
    strides: [1, 2, 2, 1],
    padding: "VALID",
    data_format: "NHWC",
  });
  assert.deepEqual([...pooled.dataSync()], [3]);
});

Deno.test("nativeOps() gives the outputs in the op's order", async () => {
  await startEngine();
  const [values, places] = nativeOps("TopKV2", [tf.tensor1d([3, 9, 5]), tf.scalar(2, "int32")], {
    attributes: { ...FLOAT, sorted: true },
    numOutputs: 2,
  });
  assert.deepEqual([...values.dataSync()], [9, 5]);
  assert.deepEqual([...places.dataSync()], [1, 2]);
});

Deno.test("nativeOp() passes on why TensorFlow refuses", async () => {
  await startEngine();
  assert.throws(() => nativeOp("NoSuchOp", []), /'NoSuchOp' is neither a type of a primitive/);
  assert.throws(() => nativeOp("Relu", [], FLOAT), /TF_Status: 3\n.*inputs/);
  assert.throws(
    () => nativeOp("BiasAdd", [tf.ones([2, 3]), tf.ones([2])], { ...FLOAT, data_format: "NHWC" }),
    /as many biases as the last dimension of the input tensor: \[2\] vs\. \[2,3\]/,
  );
  assert.throws(
    () =>
      nativeOps("Unique", [tf.tensor1d([1])], {
        attributes: { ...FLOAT, out_idx: { dtype: "int32" } },
        numOutputs: 1,
      }),
    /Expecting 2 outputs/,
  );
});

Deno.test("nativeOp() leaves its output and nothing else", async () => {
  await startEngine();
  const x = tf.tensor1d([-1, 2]);
  const before = tf.memory().numTensors;
  nativeOp("Relu", [x], FLOAT).dispose();
  assert.throws(() => nativeOp("NoSuchOp", [x]));
  assert.equal(tf.memory().numTensors, before);
});
