/**
 * Runs a command that goes on where it was stopped, and ends the process where it fails: with 130
 * where it was stopped, with 1 and the error's message else.
 *
 * @param command The command; `SIGINT` and `SIGTERM` abort its signal.
 *
 * @example
 * ```ts
 * import { runStoppable } from "./run_stoppable.ts";
 * await runStoppable(async (signal) => {
 *   for (let batch = 0; batch < 3; batch++) signal.throwIfAborted();
 * });
 * ```
 */
export async function runStoppable(
  command: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  try {
    await command(stop.signal);
  } catch (error) {
    const isStopped = stop.signal.aborted;
    const message = error instanceof Error ? error.message : String(error);
    console.error(isStopped ? "Stopped; the same command goes on from here" : message);
    Deno.exit(isStopped ? 130 : 1);
  }
}
