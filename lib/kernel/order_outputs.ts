import type { KernelInternals } from "./kernel_internals.ts";

/**
 * Makes the kernel reply that a cell is done only after the cell's outputs are out.
 *
 * The kernel queues outputs and does not wait for the queue before it replies
 * (Deno 2.9.6); front ends then drop the late ones or put them under the next cell. The kernel
 * does await `broadcastResult`, so this waits there until the queue has run dry.
 *
 * @param internals The kernel's internals, changed in place.
 *
 * @example
 * ```ts
 * import { orderOutputs } from "lib/kernel/order_outputs.ts";
 * const internals = { broadcastResult: () => Promise.resolve() };
 * orderOutputs(internals);
 * await internals.broadcastResult();
 * ```
 */
export function orderOutputs(internals: KernelInternals): void {
  const original = internals.broadcastResult;
  const lines = countConsoleLines();
  internals.broadcastResult = async (executionCount, result) => {
    await original(executionCount, result);
    await new Promise((done) => setTimeout(done, 30 + 2 * lines()));
  };
}

/** Counts console calls; the returned function gives those since it was called last. */
function countConsoleLines(): () => number {
  let count = 0;
  for (const name of ["log", "info", "debug", "warn", "error", "table", "dir"] as const) {
    const original = console[name];
    console[name] = (...values: unknown[]) => {
      count++;
      original(...values);
    };
  }
  return () => {
    const lines = count;
    count = 0;
    return lines;
  };
}
