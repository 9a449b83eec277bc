/**
 * Throws where class indices or their number are not what a metric can work with.
 *
 * @param labels Lists of class indices by name, all of one length, each an integer in
 *   `[0, numClasses)`.
 * @param numClasses Number of classes.
 * @throws {RangeError} Where lengths differ or an index is no class.
 *
 * @example
 * ```ts
 * import { checkLabels } from "lib/evaluation/check_labels.ts";
 * checkLabels({ yTrue: [0, 1], yPred: [1, 1] }, 2);
 * ```
 */
export function checkLabels(labels: Record<string, ArrayLike<number>>, numClasses: number): void {
  const [[firstName, first]] = Object.entries(labels);
  for (const [name, values] of Object.entries(labels)) {
    checkLength({ [firstName]: first, [name]: values });
    for (let i = 0; i < values.length; i++) {
      if (!Number.isInteger(values[i]) || values[i] < 0 || values[i] >= numClasses) {
        throw new RangeError(
          `Cannot use ${name}[${i}] = ${values[i]}: expected a class index from 0 to ${
            numClasses - 1
          }`,
        );
      }
    }
  }
}

/**
 * Throws where lists that belong together differ in length.
 *
 * @param lists Lists by name.
 * @throws {RangeError} Where one is longer than another.
 *
 * @example
 * ```ts
 * import { checkLength } from "lib/evaluation/check_labels.ts";
 * checkLength({ yTrue: [0, 1], scores: [0.2, 0.8] });
 * ```
 */
export function checkLength(lists: Record<string, ArrayLike<unknown>>): void {
  const [[firstName, first], ...others] = Object.entries(lists);
  for (const [name, list] of others) {
    if (list.length !== first.length) {
      throw new RangeError(
        `Cannot compare ${firstName} of ${first.length} rows with ${name} of ${list.length}: ` +
          "expected the same number",
      );
    }
  }
}
