import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { nativeOps } from "lib/engine/native_op.ts";
import {
  assignResource,
  createResource,
  destroyResource,
  readResource,
} from "lib/engine/resource.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test("a resource holds its first value, then the one assigned", async () => {
  await startEngine();
  const resource = createResource(tf.tensor2d([[1, 2]]));
  assert.deepEqual(readResource(resource).shape, [1, 2]);
  assignResource(resource, tf.tensor2d([[3, 4]]));
  assert.deepEqual([...readResource(resource).dataSync()], [3, 4]);
  destroyResource(resource);
});

Deno.test("resources do not share their values", async () => {
  await startEngine();
  const value = tf.tensor1d([1]);
  const [a, b] = [createResource(value), createResource(value)];
  assignResource(a, tf.tensor1d([2]));
  assert.deepEqual([...readResource(a).dataSync()], [2]);
  assert.deepEqual([...readResource(b).dataSync()], [1]);
  [a, b].forEach(destroyResource);
});

Deno.test("a change in place leaves what was read before alone", async () => {
  await startEngine();
  const first = tf.tensor1d([1, 2]);
  const resource = createResource(first);
  const read = readResource(resource);
  nativeOps("AssignAddVariableOp", [resource.handle, tf.tensor1d([10, 10])], {
    attributes: { dtype: { dtype: "float32" } },
    numOutputs: 0,
  });
  assert.deepEqual([...readResource(resource).dataSync()], [11, 12]);
  assert.deepEqual([...read.dataSync()], [1, 2]);
  assert.deepEqual([...first.dataSync()], [1, 2]);
  destroyResource(resource);
});

Deno.test("a resource survives tf.tidy() until it is destroyed, and leaves nothing", async () => {
  await startEngine();
  const before = tf.memory().numTensors;
  const value = tf.tensor1d([7]);
  const [resource] = tf.tidy(() => [{ ...createResource(value) }]);
  tf.tidy(() => assert.deepEqual([...readResource(resource).dataSync()], [7]));
  value.dispose();
  assert.equal(tf.memory().numTensors, before + 1); // The handle.
  destroyResource(resource);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("assignResource() passes on that TensorFlow refuses another type", async () => {
  await startEngine();
  const resource = createResource(tf.tensor1d([1]));
  assert.throws(
    () => assignResource(resource, tf.tensor1d([1], "int32")),
    /wrong dtype\. Expected float got int32/,
  );
  destroyResource(resource);
  assert.throws(() => readResource(resource), TypeError);
});
