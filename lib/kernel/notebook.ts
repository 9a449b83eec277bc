/**
 * Imported by every notebook's first cell: cures two defects of the Deno kernel, and shows tensors,
 * networks, sets of films, trainings and rows of numbers as pictures and tables.
 *
 * - Outputs come before the kernel says that their cell is done, so none is lost and none appears
 *   under the next cell.
 * - The stop button aborts {@linkcode stopSignal} instead of killing the kernel: work that takes
 *   the signal ends at its next step, and every variable is still there.
 *
 * Outside the kernel the import changes nothing.
 *
 * @module
 */
import { orderOutputs } from "./order_outputs.ts";
import { kernelApi, kernelInternals } from "./kernel_internals.ts";
import { richValue } from "./rich_value.ts";

let controller = new AbortController();

/**
 * Returns the signal that the stop button (in a terminal: nothing) aborts next.
 *
 * Ask for it where the work begins, not once for the whole notebook: after a stop the next call
 * gives a fresh signal, so the next cell runs as if nothing had happened.
 *
 * @returns A signal; long loops call `signal.throwIfAborted()` at every batch.
 *
 * @example
 * ```ts
 * import { stopSignal } from "lib/kernel/notebook.ts";
 * const signal = stopSignal();
 * for (let batch = 0; batch < 3; batch++) signal.throwIfAborted();
 * ```
 */
export function stopSignal(): AbortSignal {
  return controller.signal;
}

/**
 * Lets the stop button and the displays have their turn inside a long loop, and throws where the
 * button was pressed. Work that never waits for anything cannot be stopped otherwise: JavaScript
 * hears of the button only between two turns.
 *
 * @throws {DOMException} `AbortError` where the stop button was pressed.
 *
 * @example
 * ```ts
 * import { mayStop } from "lib/kernel/notebook.ts";
 * for (let fold = 0; fold < 5; fold++) await mayStop();
 * ```
 */
export async function mayStop(): Promise<void> {
  const signal = stopSignal();
  await new Promise((done) => setTimeout(done));
  signal.throwIfAborted();
}

/** Aborts the work at hand, as the stop button does, and makes ready for the next. */
function stop(): void {
  const stopped = controller;
  controller = new AbortController();
  stopped.abort(new DOMException("Stopped; the kernel and its variables stay", "AbortError"));
}

const internals = kernelInternals();
const kernel = kernelApi();
const started = Symbol.for("chest-xray-notebooks.kernel");
if (internals !== undefined && kernel !== undefined && !(started in internals)) {
  Object.defineProperty(internals, started, { value: true });
  orderOutputs({ internals, kernel, view: richValue });
  Deno.addSignalListener("SIGINT", stop);
}
