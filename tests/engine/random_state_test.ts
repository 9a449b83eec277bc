import assert from "node:assert/strict";
import { nextSeed, randomState, restoreRandomState, seedEngine } from "lib/engine/random_state.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test("nextSeed() counts the draws of the seed", () => {
  seedEngine(7);
  assert.deepEqual([nextSeed(), nextSeed()], [[7, 0], [7, 1]]);
  seedEngine(7);
  assert.deepEqual(nextSeed(), [7, 0]);
});

Deno.test("randomState() is a copy, and restoreRandomState() goes on from it", () => {
  seedEngine(3);
  nextSeed();
  const state = randomState();
  assert.deepEqual(state, { seed: 3, draws: 1 });
  nextSeed();
  assert.deepEqual(state, { seed: 3, draws: 1 });
  restoreRandomState(state);
  assert.deepEqual(nextSeed(), [3, 1]);
});

Deno.test("restoreRandomState() refuses what is no integer and stays where it was", () => {
  seedEngine(3);
  assert.throws(() => restoreRandomState({ seed: 1.5, draws: 0 }), {
    name: "RangeError",
    message: "Cannot seed the engine with 1.5/0: expected integers",
  });
  assert.throws(() => restoreRandomState({ seed: 1, draws: NaN }), RangeError);
  assert.deepEqual(randomState(), { seed: 3, draws: 0 });
});

Deno.test("startEngine() begins the stream anew each time", async () => {
  await startEngine({ seed: 5 });
  nextSeed();
  await startEngine({ seed: 5 });
  assert.deepEqual(nextSeed(), [5, 0]);
  await startEngine();
  assert.deepEqual(nextSeed(), [0, 0]);
});
