/** Settings of {@linkcode mapParallel}. */
export interface MapParallelOptions {
  /**
   * How many items are in work at a time; by default two more than there are processors, which wait
   * otherwise, and 16 at most.
   */
  limit?: number;
  /** Called after each item with how many are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next item. */
  signal?: AbortSignal;
}

/**
 * Applies an asynchronous function to every item, a bounded number at a time.
 *
 * The first error stops the rest and is thrown once the items in work have come to an end.
 *
 * @param items Items, in any number.
 * @param work Function of an item and its index.
 * @param options How many at a time, progress and a signal to stop.
 * @returns Results in the items' order.
 * @throws The first error of `work`, or the signal's reason.
 *
 * @example
 * ```ts
 * import { mapParallel } from "lib/data/map_parallel.ts";
 * await mapParallel([1, 2, 3], (x) => Promise.resolve(2 * x), { limit: 2 }); // [2, 4, 6]
 * ```
 */
export async function mapParallel<T, U>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<U>,
  { limit = defaultLimit(), onProgress, signal }: MapParallelOptions,
): Promise<U[]> {
  const results = new Array<U>(items.length);
  const errors: unknown[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < items.length && errors.length === 0) {
      const i = next++;
      try {
        signal?.throwIfAborted();
        results[i] = await work(items[i], i);
        onProgress?.(++done, items.length);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}

function defaultLimit(): number {
  return Math.min(16, navigator.hardwareConcurrency + 2);
}
