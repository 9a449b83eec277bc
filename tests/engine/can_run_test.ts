import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { canRun } from "lib/engine/can_run.ts";
import { nativeOp } from "lib/engine/native_op.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test("canRun() tells ops that TensorFlow has from others, and leaves no tensor", async () => {
  await startEngine();
  const before = tf.memory().numTensors;
  assert.equal(canRun(() => nativeOp("Relu", [tf.ones([1])], { T: { dtype: "float32" } })), true);
  assert.equal(canRun(() => nativeOp("NoSuchOp", [tf.ones([1])])), false);
  assert.equal(tf.memory().numTensors, before);
});
