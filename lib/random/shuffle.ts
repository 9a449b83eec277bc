/**
 * Returns the items in a random order (Fisher–Yates); the input stays as it is.
 *
 * @param items Items to order.
 * @param random Uniform numbers in `[0, 1)`, as `seededRandom` gives them.
 * @returns A new array with the same items.
 *
 * @example
 * ```ts
 * import { seededRandom } from "lib/random/seeded.ts";
 * import { shuffle } from "lib/random/shuffle.ts";
 * shuffle([1, 2, 3], seededRandom(7)).length; // 3
 * ```
 */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}
