import { dirname, resolve } from "@std/path";
import { collectOutput, type Displays, lastLine } from "./collect_outputs.ts";
import { deadline } from "./deadline.ts";
import type { Message } from "./jupyter_client.ts";
import { type Cell, joinText, type Notebook, readNotebook, writeNotebook } from "./notebook.ts";
import { injectParameters, type ParameterValue } from "./parameters.ts";
import { type Kernel, quiet, startKernel } from "./start_kernel.ts";

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

/** How a notebook is run. */
export interface RunNotebookOptions {
  /** Values for names of the cell tagged `parameters`. */
  parameters?: Record<string, ParameterValue>;
  /** Where the executed copy goes; none is written where it is missing. */
  output?: string;
  /** Working directory of the kernel. Default: the notebook's folder. */
  cwd?: string;
  /** Limit for one cell in seconds. Default 7200. */
  cellSeconds?: number;
  /** Limit for the kernel's start in seconds, tried twice. Default 60. */
  startSeconds?: number;
  /** Whether to wait after each cell until all it said has arrived. Default true. */
  drain?: boolean;
  /** Told where the run stands. */
  onProgress?: (progress: RunProgress) => void;
  /** Ends the run; the kernel is shut down and what finished is written. */
  signal?: AbortSignal;
}

/** What a run gave. */
export interface NotebookRun {
  notebook: Notebook;
  /** Seconds in all, the kernel's start included. */
  seconds: number;
  /** Seconds of the kernel's start. */
  startSeconds: number;
  /** Seconds of each code cell, in order. */
  cellSeconds: number[];
}

/** What an executed copy's metadata says of its run, under `run`. */
export interface RunRecord {
  /** When it began, ISO 8601. */
  began: string;
  seconds: number;
  parameters: Record<string, ParameterValue>;
  /** Whether every cell ran to its end. */
  finished: boolean;
}

/** A cell that failed, with all that one needs to find out why; its message shows everything. */
export class NotebookError extends Error {
  override name = "NotebookError";

  constructor(
    /** The notebook's file. */
    readonly path: string,
    /** The cell's `In [n]`. */
    readonly cell: number,
    /** The cell's source. */
    readonly source: string,
    /** What went wrong, with its trace. */
    readonly reason: string,
  ) {
    const numbered = source.split("\n").map((line, i) => `${String(i + 1).padStart(4)} | ${line}`);
    super(`Notebook "${path}", cell [${cell}] failed:\n\n${numbered.join("\n")}\n\n${reason}\n`);
  }
}

/**
 * Runs a notebook's code cells in order on a Deno kernel of its own.
 *
 * @param path The `.ipynb` file, which stays as it is.
 * @param options Parameters, limits, and where the executed copy goes.
 * @returns The executed notebook (nbformat 4.5) and what it took.
 * @throws {NotebookError} Where a cell throws, takes too long or ends the kernel; the executed copy
 * up to there is written first.
 *
 * @example
 * ```ts ignore
 * import { runNotebook } from "./run_notebook.ts";
 * const run = await runNotebook("notebooks/01_explore_data.ipynb", { parameters: { seed: 2 } });
 * console.log(run.seconds);
 * ```
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions = {},
): Promise<NotebookRun> {
  const { parameters = {}, output, startSeconds, signal } = options;
  const began = performance.now();
  const time = new Date().toISOString();
  const source = await readNotebook(path);
  const notebook = Object.keys(parameters).length === 0
    ? structuredClone(source)
    : injectParameters(source, parameters);
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const cell of cells) Object.assign(cell, { outputs: [], execution_count: null });
  const cwd = options.cwd ?? dirname(resolve(path));
  const kernel = await startKernel({ cwd, startSeconds, signal });
  const run: NotebookRun = {
    notebook,
    seconds: NaN,
    startSeconds: kernel.startSeconds,
    cellSeconds: [],
  };
  const displays: Displays = new Map();
  let finished = false;
  try {
    for (const [i, cell] of cells.entries()) {
      if (joinText(cell.source).trim() === "") continue;
      const place = { path, cell: i + 1, numCells: cells.length };
      run.cellSeconds.push(await runCell({ ...options, kernel, displays, place }, cell));
    }
    finished = true;
  } finally {
    await kernel.shutdown();
    run.seconds = (performance.now() - began) / 1000;
    const { seconds } = run;
    notebook.metadata.run = { began: time, seconds, parameters, finished } satisfies RunRecord;
    if (output !== undefined) await writeNotebook(output, notebook);
  }
  return run;
}

interface RunCellOptions extends RunNotebookOptions {
  kernel: Kernel;
  displays: Displays;
  place: { path: string; cell: number; numCells: number };
}

/** Runs one cell, fills its outputs and returns its seconds. */
async function runCell(options: RunCellOptions, cell: Cell): Promise<number> {
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
    onProgress?.({ cell: place.cell, numCells: place.numCells, state, seconds, line });
  };
  kernel.client.onOutput = (message: Message) => {
    const own = message.parent_header.msg_id === requestId;
    if (message.content.marker === marker) drained.resolve();
    if (own && message.content.execution_state === "idle") idle.resolve();
    if (!own && !drain) return;
    collectOutput(outputs, displays, message);
    const said = lastLine(message);
    if (said !== "") {
      line = said;
      report("running");
    }
  };

  report("started");
  const times: Record<string, string> = { "iopub.execute_input": new Date().toISOString() };
  const code = joinText(cell.source);
  const finish = async () => {
    const content = { code, silent: false, store_history: true, allow_stdin: false };
    const reply = await kernel.client.request("shell", "execute_request", content, requestId);
    times["shell.execute_reply"] = new Date().toISOString();
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
    if (!outputs.some((output) => output.output_type === "error")) {
      outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [message] });
    }
    throw new NotebookError(place.path, place.cell, code, message);
  } finally {
    limit.clear();
    kernel.client.onOutput = () => {};
    times["iopub.status.idle"] = new Date().toISOString();
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
