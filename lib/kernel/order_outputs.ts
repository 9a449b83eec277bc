import type { KernelApi, KernelInternals } from "./kernel_internals.ts";
import { outputPort } from "./output_port.ts";
import { pendingDisplays } from "./pending_displays.ts";
import { ZmtpConnection } from "./zmtp.ts";

/** What the kernel offers and what it keeps to itself. */
export interface OrderOutputsOptions {
  /** The kernel's internals, changed in place. */
  internals: KernelInternals;
  /** The kernel's display functions. */
  kernel: KernelApi;
  /** Turns a cell's value into what is shown of it; the value itself where left out. */
  view?: (value: unknown) => Promise<unknown>;
}

/**
 * Makes the kernel reply that a cell is done only after the cell's outputs are out.
 *
 * The kernel queues outputs and does not wait for the queue before it replies
 * (Deno 2.9.6); front ends then drop the late ones or put them under the next cell. The kernel
 * does await `broadcastResult`. So this sends a marker through the queue, listens to the kernel's
 * own output channel, and lets the cell end when the marker has come by: all before it is out.
 * Where the channel is unknown it waits 30 ms, and 2 ms for each line of the console.
 *
 * @param options The kernel's parts.
 *
 * @example
 * ```ts
 * import { orderOutputs } from "lib/kernel/order_outputs.ts";
 * const internals = { broadcastResult: () => Promise.resolve() };
 * orderOutputs({ internals, kernel: { display: () => Promise.resolve(), broadcast: () => {} } });
 * ```
 */
export function orderOutputs(
  { internals, kernel, view = (value) => Promise.resolve(value) }: OrderOutputsOptions,
): void {
  const original = internals.broadcastResult;
  const port = outputPort();
  const lines = countConsoleLines();
  internals.broadcastResult = async (executionCount, result) => {
    await Promise.all(Array.from(pendingDisplays, (flush) => flush()));
    await original(executionCount, await view(result));
    const said = lines();
    const isOut = port !== undefined && await markerCameBy(port, kernel).catch(() => false);
    if (!isOut) await wait(30 + 2 * said);
  };
}

/** Sends markers into the queue until one comes out of the channel; false after two seconds. */
async function markerCameBy(
  port: { hostname: string; port: number },
  kernel: KernelApi,
): Promise<boolean> {
  using outputs = await ZmtpConnection.open({ ...port, type: "SUB" });
  const marker = crypto.randomUUID();
  const bytes = new TextEncoder().encode(marker);
  let cameBy = false;
  const listening = (async () => {
    for await (const frames of outputs.receive()) {
      if (frames.some((frame) => contains(frame, bytes))) cameBy = true;
      if (cameBy) return;
    }
  })();
  // A change to an output that nobody has: front ends pass over it, even where it comes late. A
  // late "busy" would leave JupyterLab with a kernel that looks busy for good.
  const message = { data: {}, metadata: {}, transient: { display_id: marker } };
  // The subscription takes effect in its own time, so one marker may come by unseen.
  for (let i = 0; i < 60 && !cameBy; i++) {
    kernel.broadcast("update_display_data", message);
    await Promise.race([listening, wait(1 + i)]);
  }
  return cameBy;
}

/** Whether a short message contains the marker; long ones are outputs. */
function contains(frame: Uint8Array, marker: Uint8Array): boolean {
  if (frame.length > 500) return false;
  const last = frame.length - marker.length;
  for (let start = 0; start <= last; start++) {
    if (marker.every((byte, i) => frame[start + i] === byte)) return true;
  }
  return false;
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

function wait(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
