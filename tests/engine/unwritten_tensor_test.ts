import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { unwrittenTensor } from "lib/engine/unwritten_tensor.ts";

Deno.test("unwrittenTensor() has the shape asked for, smaller and greater ones in turn", async () => {
  await startEngine();
  for (const shape of [[2, 3], [1], [4, 5, 6], []]) {
    const tensor = unwrittenTensor(shape);
    assert.equal(tensor.dtype, "float32");
    assert.equal(tensor.dataSync().length, tensor.size);
    assert.deepEqual(tensor.shape, shape);
  }
});

Deno.test("unwrittenTensor() keeps one tensor for all, and takes up no memory", async () => {
  await startEngine();
  const size = 2 ** 28; // 1 GiB
  unwrittenTensor([size]).dispose();
  const before = tf.memory().numTensors;
  const { rss } = Deno.memoryUsage();
  const tensors = Array.from({ length: 10 }, (_, i) => unwrittenTensor([size >> i, 1]));
  assert.equal(tf.memory().numTensors, before + 10);
  assert.ok(Deno.memoryUsage().rss - rss < 50e6);
  tf.dispose(tensors);
});
