import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { batchTensor, takeExamples, toBatches } from "lib/training/examples.ts";

const EXAMPLES = { values: new Uint8Array([1, 2, 3, 4, 5, 6]), shape: [2, 1], labels: [0, 1, 2] };

Deno.test("takeExamples() keeps the kind of numbers and shares none", () => {
  const taken = takeExamples(EXAMPLES, [2, 0]);
  assert.deepEqual(taken, {
    values: new Uint8Array([5, 6, 1, 2]),
    shape: [2, 1],
    labels: [2, 0],
  });
  taken.values[0] = 9;
  assert.equal(EXAMPLES.values[4], 5);
  const features = { values: new Float32Array([0.5]), shape: [1], labels: [0] };
  assert(takeExamples(features, [0]).values instanceof Float32Array);
  assert.deepEqual(takeExamples(EXAMPLES, []).labels, []);
});

Deno.test("batchTensor() puts examples into one float tensor, repeated ones too", async () => {
  await startEngine();
  const batch = batchTensor(EXAMPLES, [1, 1, 0]);
  assert.deepEqual(batch.shape, [3, 2, 1]);
  assert.equal(batch.dtype, "float32");
  assert.deepEqual([...batch.dataSync()], [3, 4, 3, 4, 1, 2]);
  batch.dispose();
});

Deno.test("batchTensor() throws for an example that is not there", async () => {
  await startEngine();
  const error = { name: "RangeError", message: "No example 3: there are 3" };
  assert.throws(() => batchTensor(EXAMPLES, [3]), error);
  assert.throws(() => batchTensor(EXAMPLES, [-1]), RangeError);
  assert.throws(() => batchTensor(EXAMPLES, [NaN]), RangeError);
});

Deno.test("toBatches() cuts evenly, and throws for sizes that cannot be", () => {
  assert.deepEqual(toBatches([0, 1, 2, 3], 2), [[0, 1], [2, 3]]);
  assert.deepEqual(toBatches([], 2), []);
  assert.deepEqual(toBatches([4], 9), [[4]]);
  for (const size of [0, 1.5, -1, NaN]) {
    assert.throws(() => toBatches([1], size), {
      name: "RangeError",
      message: `Cannot make batches of ${size}: expected a positive integer`,
    });
  }
});
