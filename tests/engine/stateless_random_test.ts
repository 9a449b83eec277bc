import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { type RandomDistribution, statelessRandom } from "lib/engine/stateless_random.ts";

const N = 20_000;

async function draw(distribution: RandomDistribution, seed: [number, number] = [1, 0]) {
  await startEngine();
  const values = [...statelessRandom([N], { seed, distribution }).dataSync()];
  const mean = values.reduce((a, b) => a + b) / N;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N;
  return { values, mean, variance };
}

Deno.test("statelessRandom() draws evenly from [0, 1)", async () => {
  const { values, mean, variance } = await draw("uniform");
  assert(values.every((x) => x >= 0 && x < 1));
  // The mean's standard error is sqrt(1/12 / 20000) = .002; four of them.
  assert(Math.abs(mean - 1 / 2) < 0.008, `${mean}`);
  assert(Math.abs(variance - 1 / 12) < 0.003, `${variance}`);
});

Deno.test("statelessRandom() draws normal numbers of mean 0 and variance 1", async () => {
  const { values, mean, variance } = await draw("normal");
  assert(Math.abs(mean) < 0.03, `${mean}`);
  assert(Math.abs(variance - 1) < 0.05, `${variance}`);
  const within = values.filter((x) => Math.abs(x) < 1).length / N;
  assert(Math.abs(within - 0.6827) < 0.014, `${within}`);
});

Deno.test("statelessRandom() draws again what lies beyond two standard deviations", async () => {
  const { values, variance } = await draw("truncatedNormal");
  assert(values.every((x) => Math.abs(x) <= 2));
  // By hand: 1 - 2·2·φ(2) / (2Φ(2) - 1) = 1 - 4 · .05399 / .9545 = .7737.
  assert(Math.abs(variance - 0.7737) < 0.03, `${variance}`);
});

Deno.test("statelessRandom() depends on both integers of the seed and on nothing else", async () => {
  const first = await draw("normal", [5, 6]);
  await draw("normal", [9, 9]);
  assert.deepEqual((await draw("normal", [5, 6])).values, first.values);
  assert.notDeepEqual((await draw("normal", [5, 7])).values, first.values);
  assert.notDeepEqual((await draw("normal", [6, 6])).values, first.values);
});

Deno.test("statelessRandom() makes scalars and empty tensors, and leaves nothing else", async () => {
  await startEngine();
  const before = tf.memory().numTensors;
  const scalar = statelessRandom([], { seed: [1, 0] });
  const empty = statelessRandom([0, 3], { seed: [1, 0] });
  assert.deepEqual([scalar.shape, empty.shape], [[], [0, 3]]);
  assert.equal(tf.memory().numTensors, before + 2);
  tf.dispose([scalar, empty]);
});
