import { checkLength } from "./check_labels.ts";

/** How far two outlines agree. */
export interface Overlap {
  /** Twice the common area over the sum of both, `[0, 1]`; `NaN` where both are empty. */
  dice: number;
  /** The common area over the joined one (Jaccard), `[0, 1]`; `NaN` where both are empty. */
  iou: number;
}

/**
 * Compares two outlines of one film pixel by pixel.
 *
 * @param yTrue `[n]`, the true outline: 0 outside, anything else inside.
 * @param yPred `[n]`, the found outline, in the same way.
 * @returns Dice and IoU; `dice = 2 iou / (1 + iou)`.
 * @throws {RangeError} Where the lengths differ.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.jaccard_score.html
 *
 * @example
 * ```ts
 * import { overlap } from "lib/evaluation/dice.ts";
 * overlap([1, 1, 0, 0], [1, 0, 1, 0]); // { dice: 0.5, iou: 1 / 3 }
 * ```
 */
export function overlap(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): Overlap {
  checkLength({ yTrue, yPred });
  let both = 0, either = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const [a, b] = [yTrue[i] !== 0, yPred[i] !== 0];
    both += Number(a && b);
    either += Number(a || b);
  }
  return { dice: 2 * both / (both + either), iou: both / either };
}
