import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { restoreTraining, saveTraining } from "lib/training/training_state.ts";
import { tempDir } from "../data/test_films.ts";
import { FIRST_EPOCH } from "./made_history.ts";

async function save() {
  await startEngine();
  const file = join(await tempDir(), "checkpoint.bin");
  await saveTraining(file, {
    settings: "seed 1",
    history: [FIRST_EPOCH],
    random: { seed: 9, draws: 4 },
    weights: [tf.tensor1d([1, 2])],
    best: [tf.tensor1d([3, 4])],
    adam: { steps: 5, moments: [tf.tensor1d([5, 6]), tf.tensor1d([7, 8])] },
  });
  return file;
}

Deno.test("restoreTraining() gives each tensor back to its place, NaN to the history", async () => {
  const state = (await restoreTraining(await save(), "seed 1"))!;
  const values = (tensors: tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);
  assert.deepEqual(state.history, [FIRST_EPOCH]);
  assert.deepEqual(state.random, { seed: 9, draws: 4 });
  assert.deepEqual(values(state.weights), [[1, 2]]);
  assert.deepEqual(values(state.best), [[3, 4]]);
  assert.equal(state.adam.steps, 5);
  assert.deepEqual(values(state.adam.moments), [[5, 6], [7, 8]]);
});

Deno.test("restoreTraining() takes no other training's state, and leaves no tensor", async () => {
  const file = await save();
  const before = tf.memory().numTensors;
  assert.equal(await restoreTraining(file, "seed 2"), undefined);
  assert.equal(await restoreTraining(join(file, "..", "missing.bin"), "seed 1"), undefined);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("restoreTraining() passes on that the file is damaged", async () => {
  const file = await save();
  await Deno.truncate(file, 3);
  await assert.rejects(restoreTraining(file, "seed 1"), {
    name: "SyntaxError",
    message: /delete it to start anew$/,
  });
});
