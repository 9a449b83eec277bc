import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { bytesTensor } from "lib/engine/bytes_tensor.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test("bytesTensor() holds every byte as a float, and leaves nothing else behind", async () => {
  await startEngine();
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const before = tf.memory().numTensors;
  const tensor = bytesTensor(bytes, [2, 128]);
  assert.equal(tensor.dtype, "float32");
  assert.deepEqual(tensor.shape, [2, 128]);
  assert.deepEqual([...tensor.dataSync()], [...bytes]);
  tensor.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("bytesTensor() does not follow its bytes when they change later", async () => {
  await startEngine();
  const bytes = Uint8Array.of(1, 2);
  const tensor = bytesTensor(bytes, [2]);
  bytes.fill(9);
  assert.deepEqual([...tensor.dataSync()], [1, 2]);
});

Deno.test("bytesTensor() throws where the shape has not as many values", async () => {
  await startEngine();
  assert.throws(() => bytesTensor(Uint8Array.of(1, 2), [3]), /Shape does not match/);
});
