import { checkLength } from "./check_labels.ts";

/**
 * Returns the share of films whose class was predicted rightly.
 *
 * @param yTrue `[n]`, true class indices.
 * @param yPred `[n]`, predicted class indices.
 * @returns A number in `[0, 1]`; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.accuracy_score.html
 *
 * @example
 * ```ts
 * import { accuracy } from "lib/evaluation/accuracy.ts";
 * accuracy([0, 0, 1, 2], [0, 1, 1, 2]); // 0.75
 * ```
 */
export function accuracy(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  checkLength({ yTrue, yPred });
  let correct = 0;
  for (let i = 0; i < yTrue.length; i++) if (yTrue[i] === yPred[i]) correct++;
  return correct / yTrue.length;
}

/**
 * Returns the mean over the classes of the share of each class's films that was found (recall).
 *
 * A class without films has no recall and is left out of the mean, as scikit-learn does; chance is
 * one over the number of classes whatever their sizes.
 *
 * @param yTrue `[n]`, true class indices.
 * @param yPred `[n]`, predicted class indices.
 * @returns A number in `[0, 1]`; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.balanced_accuracy_score.html
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from "lib/evaluation/accuracy.ts";
 * balancedAccuracy([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 * ```
 */
export function balancedAccuracy(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  checkLength({ yTrue, yPred });
  const films = new Map<number, { all: number; found: number }>();
  for (let i = 0; i < yTrue.length; i++) {
    const { all, found } = films.get(yTrue[i]) ?? { all: 0, found: 0 };
    films.set(yTrue[i], { all: all + 1, found: found + Number(yTrue[i] === yPred[i]) });
  }
  const classes = [...films.keys()].sort((a, b) => a - b);
  const recalls = classes.map((index) => films.get(index)!.found / films.get(index)!.all);
  return recalls.reduce((a, b) => a + b, 0) / recalls.length;
}
