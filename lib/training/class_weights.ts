/**
 * Weights that let every class count the same: `n / (numClasses · count)`.
 *
 * scikit-learn's `compute_class_weight("balanced", …)`.
 *
 * @param labels Class indices of the training films.
 * @param numClasses Number of classes.
 * @returns One weight a class; their mean over the films is 1.
 * @throws {RangeError} Where a class has no film.
 *
 * @example
 * ```ts
 * import { balancedClassWeights } from "lib/training/class_weights.ts";
 * balancedClassWeights([0, 0, 0, 1], 2); // [0.666…, 2]
 * ```
 */
export function balancedClassWeights(labels: readonly number[], numClasses: number): number[] {
  const counts = Array.from({ length: numClasses }, () => 0);
  for (const label of labels) counts[label]++;
  const empty = counts.indexOf(0);
  if (empty >= 0) throw new RangeError(`Cannot balance classes: class ${empty} has no film`);
  return counts.map((count) => labels.length / (numClasses * count));
}
