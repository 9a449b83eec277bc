import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { OTHER_WORK, startOpProfile, sumByOp } from "lib/engine/profile_ops.ts";
import { startEngine } from "lib/engine/start.ts";

// These two are the first on purpose: once TensorFlow is loaded and the engine's own kernels are
// in, they stay.
Deno.test("startOpProfile() asks for startEngine() before anything else", () => {
  assert.throws(() => startOpProfile(), {
    name: "Error",
    message: "TensorFlow is not loaded; call startEngine() first",
  });
});

Deno.test("startEngine() leaves stock TensorFlow.js alone where asked, and only then", async () => {
  const opsOfReluGradient = () => {
    const end = startOpProfile();
    tf.grad((x) => tf.relu(x))(tf.tensor1d([-1, 2])).dispose();
    return sumByOp(end().rows).map(({ op }) => op);
  };
  await startEngine({ stock: true });
  assert(!opsOfReluGradient().includes("ReluGrad"));
  await startEngine();
  assert(opsOfReluGradient().includes("ReluGrad"));
  await assert.rejects(startEngine({ stock: true }), {
    name: "Error",
    message: "Cannot go back to stock TensorFlow.js: the engine's own kernels are in; " +
      "ask for it first, or in another process",
  });
});

Deno.test("startOpProfile() counts ops, shapes and bytes, and its times sum to the whole", async () => {
  await startEngine();
  const end = startOpProfile();
  const x = tf.tensor2d([[1, -2, 3], [4, 5, -6]]);
  tf.relu(x).dataSync();
  tf.relu(x);
  tf.relu(tf.tensor1d([1]));
  x.dispose();
  const { rows, ms } = end();
  const relu = rows.filter(({ op }) => op === "Relu")
    .map(({ shape, count, bytes }) => ({ shape, count, bytes }))
    .sort((a, b) => b.bytes - a.bytes);
  // Two of 2×3 values of four bytes, and one of a single value.
  assert.deepEqual(relu, [{ shape: "2×3", count: 2, bytes: 48 }, {
    shape: "1",
    count: 1,
    bytes: 4,
  }]);
  const counts = Object.fromEntries(sumByOp(rows).map(({ op, count }) => [op, count]));
  assert.equal(counts[OTHER_WORK.toTensor], 2);
  assert.equal(counts[OTHER_WORK.fromTensor], 1);
  assert.equal(counts[OTHER_WORK.free], 1);
  const sum = rows.reduce((sum, row) => sum + row.ms, 0);
  assert(Math.abs(sum - ms) < 1e-6, `${sum} instead of ${ms}`);
  assert.deepEqual([...rows].sort((a, b) => b.ms - a.ms), rows);
});

Deno.test("startOpProfile() ends once, for good, and errors pass through it", async () => {
  await startEngine();
  const end = startOpProfile();
  assert.throws(() => startOpProfile(), {
    message: "Cannot take a profile: another one is being taken; end that first",
  });
  assert.throws(() => tf.matMul(tf.ones([2, 2]), tf.ones([2])), /ndims must be/);
  const profile = end();
  tf.relu(tf.ones([5]));
  assert.equal(end(), profile);
  assert(!profile.rows.some(({ shape }) => shape === "5"));
  const again = startOpProfile();
  assert.deepEqual(again().rows.map(({ op }) => op), [OTHER_WORK.javascript]);
});

Deno.test("startOpProfile() changes no number and leaves no tensor", async () => {
  await startEngine();
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const expected = tf.matMul(x, x).dataSync();
  const before = tf.memory().numTensors;
  const end = startOpProfile();
  const y = tf.matMul(x, x);
  assert.deepEqual(y.dataSync(), expected);
  y.dispose();
  end();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("sumByOp() adds shapes up and sorts by time", () => {
  const row = { op: "Relu", shape: "2×3", count: 1, ms: 2, bytes: 24 };
  assert.deepEqual(sumByOp([row, { ...row, op: "Mul", ms: 5 }, { ...row, shape: "4", ms: 4 }]), [
    { op: "Relu", shape: "", count: 2, ms: 6, bytes: 48 },
    { op: "Mul", shape: "", count: 1, ms: 5, bytes: 24 },
  ]);
  assert.deepEqual(sumByOp([]), []);
});
