import assert from "node:assert/strict";
import { nextSeed, randomState, seedEngine } from "lib/engine/random_state.ts";
import { inOwnStream } from "lib/models/own_stream.ts";

Deno.test("inOwnStream() draws from its own seed and leaves the engine's stream where it was", () => {
  seedEngine(3);
  nextSeed();
  const drawn = inOwnStream(7, () => [nextSeed(), nextSeed()]);
  assert.deepEqual(drawn, [[7, 0], [7, 1]]);
  assert.deepEqual(randomState(), { seed: 3, draws: 1 });
});

Deno.test("inOwnStream() puts the stream back where building fails", () => {
  seedEngine(3);
  assert.throws(() =>
    inOwnStream(7, () => {
      nextSeed();
      throw new Error("no");
    })
  );
  assert.deepEqual(randomState(), { seed: 3, draws: 0 });
});
