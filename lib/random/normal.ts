/**
 * Draws one number from the standard normal distribution (Box–Muller).
 *
 * @param random Uniform numbers in `[0, 1)`; two are used a call.
 * @returns A number with mean 0 and standard deviation 1.
 *
 * @example
 * ```ts
 * import { normal } from "lib/random/normal.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * normal(seededRandom(1));
 * ```
 */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
