/**
 * Returns weights under which every class counts the same: `n / (classes present * films of it)`.
 *
 * @param ys `[n]`, class indices.
 * @param numClasses Number of classes.
 * @returns `[numClasses]`; a class without films has weight 0.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html
 *
 * @example
 * ```ts
 * import { balancedClassWeights } from "lib/evaluation/class_weights.ts";
 * balancedClassWeights([0, 0, 0, 1], 2); // [0.666…, 2]
 * ```
 */
export function balancedClassWeights(ys: ArrayLike<number>, numClasses: number): number[] {
  const counts = new Array<number>(numClasses).fill(0);
  for (let i = 0; i < ys.length; i++) counts[ys[i]]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => count > 0 ? ys.length / (present * count) : 0);
}
