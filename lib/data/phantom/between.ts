/**
 * Draws a number between two limits, evenly.
 *
 * @param random Uniform numbers in `[0, 1)`.
 * @param limits Lowest and highest value.
 * @returns A number in `[limits[0], limits[1])`.
 *
 * @example
 * ```ts
 * import { between } from "lib/data/phantom/between.ts";
 * between(() => 0.5, [2, 4]); // 3
 * ```
 */
export function between(random: () => number, limits: readonly [number, number]): number {
  return limits[0] + (limits[1] - limits[0]) * random();
}
