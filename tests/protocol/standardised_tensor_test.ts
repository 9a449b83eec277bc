import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { standardisedTensor } from "lib/protocol/standardised_tensor.ts";

await startEngine({ seed: 1 });

Deno.test("standardisedTensor() makes one tensor of all rows", () => {
  const before = tf.memory().numTensors;
  const standardiser = { mean: [1, 0], scale: [2, 1] };
  const tensor = standardisedTensor([[5, 3], Float32Array.of(1, -1)], standardiser);
  assert.deepEqual(tensor.arraySync(), [[2, 3], [0, -1]]);
  assert.equal(tf.memory().numTensors, before + 1);
  tensor.dispose();
  assert.throws(() => standardisedTensor([[1]], standardiser), RangeError);
  assert.equal(tf.memory().numTensors, before);
});
