/** Middle, least and greatest of some numbers. */
export interface Summary {
  median: number;
  min: number;
  max: number;
}

/**
 * Summarises the values of one side.
 *
 * @param values Numbers in any order.
 * @returns Median, minimum and maximum; `NaN` where there are none.
 *
 * @example
 * ```ts
 * import { summarise } from "./statistics.ts";
 * summarise([4, 1, 2]); // { median: 2, min: 1, max: 4 }
 * ```
 */
export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, min: sorted.at(0) ?? NaN, max: sorted.at(-1) ?? NaN };
}

/**
 * Tells how many times better ours is than a peer: the median over the pairs that ran side by side,
 * so that a machine that is slower for a while slows both.
 *
 * @param ours Values of ours, one a round.
 * @param peer Values of the peer in the same rounds.
 * @param options Whether more is better.
 * @returns The ratio, over 1 where ours is better; `NaN` where there are no pairs.
 * @throws {RangeError} Where the sides ran different numbers of rounds.
 *
 * @example
 * ```ts
 * import { pairedRatio } from "./statistics.ts";
 * pairedRatio([2, 3], [4, 6], { higherIsBetter: false }); // 2: half the seconds
 * ```
 */
export function pairedRatio(
  ours: readonly number[],
  peer: readonly number[],
  { higherIsBetter }: { higherIsBetter: boolean },
): number {
  if (ours.length !== peer.length) {
    throw new RangeError(`Cannot pair ${ours.length} values of ours with ${peer.length} of a peer`);
  }
  return summarise(ours.map((own, i) => higherIsBetter ? own / peer[i] : peer[i] / own)).median;
}
