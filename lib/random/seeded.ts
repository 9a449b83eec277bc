import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Makes a generator of uniform random numbers that a seed fixes wholly.
 *
 * @param seed Integer, any 32 bits of it count.
 * @returns A function whose calls give numbers in `[0, 1)` with 53 random bits.
 * @throws {RangeError} Where the seed is no integer.
 *
 * @example
 * ```ts
 * import { seededRandom } from "lib/random/seeded.ts";
 * seededRandom(1)() === seededRandom(1)(); // true
 * ```
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`Cannot seed with ${seed}: expected an integer`);
  }
  const generator = xoroshiro128plus(seed | 0);
  return () => uniformFloat64(generator);
}
