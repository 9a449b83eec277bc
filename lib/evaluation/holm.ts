/**
 * Corrects p-values of several comparisons made together (Holm's step-down method): the chance of
 * even one false alarm among them stays below the level that each is then held against.
 *
 * @param pValues P-values in any order, in `[0, 1]`.
 * @returns Corrected p-values in the same order, in `[0, 1]`.
 * @throws {RangeError} Where one is no probability.
 * @see S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Stat. 6, 1979.
 *
 * @example
 * ```ts
 * import { holm } from "lib/evaluation/holm.ts";
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) {
    throw new RangeError(`Cannot correct ${bad}: expected a p-value in [0, 1]`);
  }
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const corrected = new Array<number>(pValues.length);
  let greatest = 0;
  order.forEach((index, rank) => {
    greatest = Math.max(greatest, Math.min(1, (pValues.length - rank) * pValues[index]));
    corrected[index] = greatest;
  });
  return corrected;
}
