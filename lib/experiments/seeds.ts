/**
 * Counts seeds up from the first.
 *
 * @param first First seed, an integer.
 * @param count How many, at least 1.
 * @returns `[first, first + 1, …]`.
 * @throws {RangeError} Where either cannot be.
 *
 * @example
 * ```ts
 * import { seedsFrom } from "lib/experiments/seeds.ts";
 * seedsFrom(1, 3); // [1, 2, 3]
 * ```
 */
export function seedsFrom(first: number, count: number): number[] {
  if (!Number.isSafeInteger(first) || !Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot count ${count} seeds from ${first}: expected integers, 1 or more`);
  }
  return Array.from({ length: count }, (_, i) => first + i);
}
