import { shuffle } from "../random/shuffle.ts";
import { checkLength } from "./check_labels.ts";

/**
 * Deals labels anew among groups: a group's films keep what belongs together, and only groups of one
 * size change places, so that every dealing is as likely as the true one were labels arbitrary.
 *
 * @param labels `[n]`, one a film.
 * @param groups `[n]`, the patient (or group of copies) of each film.
 * @param random Uniform numbers in `[0, 1)`, as `seededRandom` gives them.
 * @returns `[n]`, the same labels elsewhere; a group that alone has its size keeps its own.
 * @throws {RangeError} Where lengths differ.
 * @see A. Winkler et al., Multi-level block permutation, NeuroImage 123, 2015.
 *
 * @example
 * ```ts
 * import { permuteGroups } from "lib/evaluation/permutation.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * const groups = ["a", "a", "b", "b", "c"];
 * permuteGroups([0, 0, 1, 1, 2], groups, seededRandom(1))[4]; // 2
 * ```
 */
export function permuteGroups<T>(
  labels: readonly T[],
  groups: readonly string[],
  random: () => number,
): T[] {
  checkLength({ labels, groups });
  const members = [...Map.groupBy(groups.keys(), (i) => groups[i]).values()];
  const permuted = [...labels];
  for (const alike of Map.groupBy(members, ({ length }) => length).values()) {
    shuffle(alike, random).forEach((source, i) => {
      alike[i].forEach((film, j) => permuted[film] = labels[source[j]]);
    });
  }
  return permuted;
}

/**
 * The share of permutations that do at least as well, the true labelling counted among them; so it is
 * never 0.
 *
 * @param observed Statistic under the true labels, the larger the better.
 * @param permuted Statistic under each permutation.
 * @returns `(1 + as good) / (1 + permutations)`, in `(0, 1]`.
 * @see B. Phipson and G. Smyth, Permutation p-values should never be zero, SAGMB 9(1), 2010.
 *
 * @example
 * ```ts
 * import { permutationP } from "lib/evaluation/permutation.ts";
 * permutationP(0.9, [0.3, 0.4, 0.2]); // 0.25
 * ```
 */
export function permutationP(observed: number, permuted: readonly number[]): number {
  const asGood = permuted.filter((value) => value >= observed - 1e-12).length;
  return (1 + asGood) / (1 + permuted.length);
}
