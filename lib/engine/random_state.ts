/** Where the engine's stream of random numbers stands: enough to go on from there exactly. */
export interface RandomState {
  /** Seed of the stream, an integer. */
  seed: number;
  /** How many draws (an initialised weight, a dropout mask) were made from it. */
  draws: number;
}

const current: RandomState = { seed: 0, draws: 0 };

/**
 * Starts the stream from which initialisers and dropout draw.
 *
 * @param seed An integer; the same seed gives the same weights and masks.
 *
 * @example
 * ```ts
 * import { nextSeed, seedEngine } from "lib/engine/random_state.ts";
 * seedEngine(7);
 * nextSeed(); // [7, 0]
 * nextSeed(); // [7, 1]
 * ```
 */
export function seedEngine(seed: number): void {
  restoreRandomState({ seed, draws: 0 });
}

/**
 * Takes the next seed of the stream, for one of TensorFlow's stateless random ops.
 *
 * @returns Two integers that no other draw of this stream shares.
 *
 * @example
 * ```ts
 * import { nextSeed, seedEngine } from "lib/engine/random_state.ts";
 * seedEngine(3);
 * nextSeed(); // [3, 0]
 * ```
 */
export function nextSeed(): [number, number] {
  return [current.seed, current.draws++];
}

/**
 * Tells where the stream stands, for a checkpoint.
 *
 * @returns A copy of the state.
 *
 * @example
 * ```ts
 * import { nextSeed, randomState, seedEngine } from "lib/engine/random_state.ts";
 * seedEngine(3);
 * nextSeed();
 * randomState(); // { seed: 3, draws: 1 }
 * ```
 */
export function randomState(): RandomState {
  return { ...current };
}

/**
 * Goes back to where the stream stood.
 *
 * @param state What {@linkcode randomState} told.
 * @throws {RangeError} Where it holds no integers.
 *
 * @example
 * ```ts
 * import { nextSeed, restoreRandomState } from "lib/engine/random_state.ts";
 * restoreRandomState({ seed: 3, draws: 5 });
 * nextSeed(); // [3, 5]
 * ```
 */
export function restoreRandomState({ seed, draws }: RandomState): void {
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(draws)) {
    throw new RangeError(`Cannot seed the engine with ${seed}/${draws}: expected integers`);
  }
  Object.assign(current, { seed, draws });
}
