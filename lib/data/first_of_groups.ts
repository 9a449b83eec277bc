/**
 * Picks one film of each group, the first: tests of significance need independent films.
 *
 * @param groups `[n]`, patient (or group of copies) of each film.
 * @returns Places of the films, in their order.
 *
 * @example
 * ```ts
 * import { firstOfGroups } from "lib/data/first_of_groups.ts";
 * firstOfGroups(["a", "b", "a"]); // [0, 1]
 * ```
 */
export function firstOfGroups(groups: readonly string[]): number[] {
  const seen = new Set<string>();
  return groups.flatMap((group, i) => {
    if (seen.has(group)) return [];
    seen.add(group);
    return [i];
  });
}
