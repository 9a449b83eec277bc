/**
 * Makes a promise that fails when the time is up or a signal aborts.
 *
 * @param options `seconds` allowed, the `message` of the error, and a `signal` that ends it early.
 * @returns `expired`, to race against the work, and `clear()`, to call when the work is over.
 *
 * @example
 * ```ts
 * import { deadline } from "./deadline.ts";
 * const limit = deadline({ seconds: 5, message: "Too slow" });
 * await Promise.race([Promise.resolve("done"), limit.expired]).finally(limit.clear);
 * ```
 */
export function deadline(
  options: { seconds: number; message: string; signal?: AbortSignal },
): { expired: Promise<never>; clear: () => void } {
  const { seconds, message, signal } = options;
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const stop = () => reject(signal!.reason);
  const timer = setTimeout(() => reject(new Error(message)), seconds * 1000);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    reject(new Error("The work is over"));
  };
  return { expired: promise, clear };
}
