let last = 0;

/**
 * Lets timers, signals and displays have their turn, at most every 50 ms: TensorFlow's operations
 * and other long work run synchronously, so without it a stop button would go unheard.
 *
 * @param signal Throws its reason where it is aborted by then.
 *
 * @example
 * ```ts
 * import { breathe } from "lib/training/breathe.ts";
 * for (let batch = 0; batch < 3; batch++) await breathe();
 * ```
 */
export async function breathe(signal?: AbortSignal): Promise<void> {
  if (performance.now() - last >= 50) {
    await new Promise((done) => setTimeout(done));
    last = performance.now();
  }
  signal?.throwIfAborted();
}
