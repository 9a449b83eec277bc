import { checkLabels, checkLength } from "./check_labels.ts";

/** Options of {@linkcode confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** Number of classes, which is the matrix's size. */
  numClasses: number;
  /** `[n]`, how much each row counts; 1 each where left out. */
  weights?: ArrayLike<number>;
}

/**
 * Counts how often films of each class were taken for each class.
 *
 * A row of the matrix is a true class, a column a predicted one: `matrix[i][j]` films of class `i`
 * were called `j`; the diagonal is what was right.
 *
 * @param yTrue `[n]`, true class indices.
 * @param yPred `[n]`, predicted class indices.
 * @returns `[numClasses][numClasses]`, counts.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "lib/evaluation/confusion_matrix.ts";
 * confusionMatrix([0, 0, 1], [0, 1, 1], { numClasses: 2 }); // [[1, 1], [0, 1]]
 * ```
 */
export function confusionMatrix(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  { numClasses, weights }: ConfusionMatrixOptions,
): number[][] {
  checkLabels({ yTrue, yPred }, numClasses);
  if (weights) checkLength({ yTrue, weights });
  const matrix = Array.from({ length: numClasses }, () => new Array<number>(numClasses).fill(0));
  for (let i = 0; i < yTrue.length; i++) matrix[yTrue[i]][yPred[i]] += weights ? weights[i] : 1;
  return matrix;
}
