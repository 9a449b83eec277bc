import { collectOutput, type Displays, lastLine } from "./collect_outputs.ts";
import { deadline } from "./deadline.ts";
import { findFailure } from "./find_failure.ts";
import type { Message } from "./jupyter_client.ts";
import { type Cell, joinText, type Output } from "./notebook.ts";
import { NotebookError } from "./notebook_error.ts";
import { type Kernel, quiet } from "./start_kernel.ts";

/** Where a run stands; told at a cell's start, at each thing that it says, and at its end. */
export interface RunProgress {
  /** Number of the running code cell from 1, its `In [n]`. */
  cell: number;
  /** How many code cells there are. */
  numCells: number;
  state: "started" | "running" | "done";
  /** Seconds since the cell began. */
  seconds: number;
  /** The last line that the cell said, or `""`. */
  line: string;
}

/** What one cell may take, and who hears of it. */
export interface RunCellLimits {
  /** Limit for one cell in seconds. Default 7200. */
  cellSeconds?: number;
  /** Whether to wait after each cell until all it said has arrived. Default true. */
  drain?: boolean;
  /** Told where the run stands. */
  onProgress?: (progress: RunProgress) => void;
  /** Ends the run; the kernel is shut down and what finished is written. */
  signal?: AbortSignal;
}

/** Options of {@linkcode runCell}. */
export interface RunCellOptions extends RunCellLimits {
  kernel: Kernel;
  /** The notebook's outputs by display id, changed in place. */
  displays: Displays;
  /** Where the cell stands among the code cells, from 1. */
  place: { path: string; number: number; numCells: number };
}

/**
 * Runs one cell, fills its outputs, and notes its times as Jupyter does, under `execution`.
 *
 * @param cell A code cell, changed in place.
 * @param options See {@linkcode RunCellOptions}.
 * @returns Its seconds.
 * @throws {NotebookError} Where the cell throws, takes too long or ends the kernel.
 *
 * @example
 * ```ts ignore
 * import { runCell } from "./run_cell.ts";
 * import { startKernel } from "./start_kernel.ts";
 * const kernel = await startKernel({ cwd: "." });
 * const place = { path: "a.ipynb", number: 1, numCells: 1 };
 * const cell = { cell_type: "code" as const, metadata: {}, source: "1 + 1" };
 * await runCell(cell, { kernel, displays: new Map(), place });
 * await kernel.shutdown();
 * ```
 */
export async function runCell(cell: Cell, options: RunCellOptions): Promise<number> {
  const { kernel, displays, place, cellSeconds = 7200, drain = true, onProgress, signal } = options;
  const began = performance.now();
  const outputs = cell.outputs ??= [];
  const requestId = crypto.randomUUID();
  const marker = crypto.randomUUID();
  const idle = Promise.withResolvers<void>();
  const drained = Promise.withResolvers<void>();
  let line = "";
  const report = (state: RunProgress["state"]) => {
    const seconds = (performance.now() - began) / 1000;
    onProgress?.({ cell: place.number, numCells: place.numCells, state, seconds, line });
  };
  const times: Record<string, string> = {};
  const note = (event: string) => times[event] ??= new Date().toISOString();
  kernel.client.onOutput = (message: Message) => {
    const own = message.parent_header.msg_id === requestId;
    if (own && message.content.execution_state === "busy") note("iopub.status.busy");
    if (message.content.marker === marker) drained.resolve();
    if (own && message.content.execution_state === "idle") {
      note("iopub.status.idle");
      idle.resolve();
    }
    if (!own && !drain) return;
    collectOutput(outputs, displays, message);
    const said = lastLine(message);
    if (said !== "") {
      line = said;
      report("running");
    }
  };

  report("started");
  note("iopub.execute_input");
  const code = joinText(cell.source);
  const finish = async () => {
    const content = { code, silent: false, store_history: true, allow_stdin: false };
    const reply = await kernel.client.request("shell", "execute_request", content, requestId);
    note("shell.execute_reply");
    // The kernel counts results by itself, apart from the cells.
    const { execution_count } = reply.content;
    cell.execution_count = execution_count;
    await idle.promise;
    if (drain) {
      // What the kernel has queued comes before the marker, so once that is here, all is here.
      const mark =
        `Deno.jupyter.broadcast("status", { execution_state: "busy", marker: "${marker}" })`;
      await kernel.client.request("shell", "execute_request", quiet(`void ${mark}`));
      await drained.promise;
      // An error overtakes the queue, though nothing can be said after it.
      const isError = (output: Output) => output.output_type === "error";
      outputs.sort((a, b) => Number(isError(a)) - Number(isError(b)));
    }
    for (const output of outputs) {
      if (output.output_type === "execute_result") Object.assign(output, { execution_count });
    }
    return reply.content;
  };
  const message = `The cell ran longer than ${cellSeconds} s; allow it more or do less in it`;
  const limit = deadline({ seconds: cellSeconds, message, signal });
  try {
    const reply = await Promise.race([finish(), kernel.died, limit.expired]);
    if (reply.status === "error") throw new Error(errorText(reply, outputs));
  } catch (error) {
    const { name, message } = error as Error;
    const { line, reason } = await findFailure(code, message);
    const shown = outputs.find((output) => output.output_type === "error");
    if (shown === undefined) {
      outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [message] });
    } else {
      shown.traceback = reason.split("\n"); // with the cell's own lines
    }
    throw new NotebookError(place.path, place.number, code, reason, line);
  } finally {
    limit.clear();
    kernel.client.onOutput = () => {};
    note("iopub.status.idle");
    cell.metadata = { ...cell.metadata, execution: times };
  }
  report("done");
  return (performance.now() - began) / 1000;
}

/** The error as the cell shows it: its trace, else its name and message. */
function errorText(reply: Message["content"], outputs: Cell["outputs"]): string {
  const shown = outputs?.findLast((output) => output.output_type === "error") ?? reply;
  const trace = (shown.traceback ?? []).join("\n").trim();
  return trace === "" ? `${shown.ename}: ${shown.evalue}` : trace;
}
