/**
 * Fits the rising step function that is nearest to 0/1 labels in squared distance
 * (pool-adjacent-violators): the best recalibration that keeps the films' order.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param scores `[n]`, any numbers; films of one score get one value.
 * @returns `[n]`, the fitted share of positives at each film's score, in `[0, 1]`.
 * @throws {RangeError} Where lengths differ.
 * @see https://scikit-learn.org/stable/modules/isotonic.html
 *
 * @example
 * ```ts
 * import { isotonicFit } from "lib/evaluation/isotonic.ts";
 * isotonicFit([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4]); // [0, 0.5, 0.5, 1]
 * ```
 */
export function isotonicFit(yTrue: ArrayLike<number>, scores: ArrayLike<number>): number[] {
  if (yTrue.length !== scores.length) {
    throw new RangeError(`${yTrue.length} labels do not fit ${scores.length} scores`);
  }
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  const blocks: { sum: number; films: number[] }[] = [];
  for (const i of order) {
    const last = blocks.at(-1);
    const isTie = last !== undefined && scores[last.films.at(-1)!] === scores[i];
    if (isTie) {
      last.sum += yTrue[i];
      last.films.push(i);
    } else blocks.push({ sum: yTrue[i], films: [i] });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let current = block;
    while (pooled.length > 0 && mean(pooled.at(-1)!) >= mean(current)) {
      const before = pooled.pop()!;
      for (const film of current.films) before.films.push(film);
      current = { sum: before.sum + current.sum, films: before.films };
    }
    pooled.push(current);
  }
  const fitted = new Array<number>(yTrue.length);
  for (const block of pooled) for (const i of block.films) fitted[i] = mean(block);
  return fitted;
}

function mean({ sum, films }: { sum: number; films: number[] }): number {
  return sum / films.length;
}
