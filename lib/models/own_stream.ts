import { randomState, restoreRandomState, seedEngine } from "../engine/random_state.ts";

/**
 * Builds a network with random numbers of its own and leaves the engine's stream where it was, so
 * that what is drawn later does not depend on what was built before.
 *
 * @param seed Seed of the network's first weights, an integer.
 * @param build Builds it; nothing asynchronous.
 * @returns What `build` returns.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { inOwnStream } from "lib/models/own_stream.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine({ seed: 1 });
 * inOwnStream(7, () => buildVgg16({ imageSize: [32, 32] })).dispose();
 * ```
 */
export function inOwnStream<T>(seed: number, build: () => T): T {
  const state = randomState();
  seedEngine(seed);
  try {
    return build();
  } finally {
    restoreRandomState(state);
  }
}
