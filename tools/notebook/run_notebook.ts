import { dirname, resolve } from "@std/path";
import type { Displays } from "./collect_outputs.ts";
import { joinText, type Notebook, readNotebook, writeNotebook } from "./notebook.ts";
import { injectParameters, type ParameterValue } from "./parameters.ts";
import { runCell, type RunCellLimits } from "./run_cell.ts";
import { startKernel } from "./start_kernel.ts";

/** How a notebook is run. */
export interface RunNotebookOptions extends RunCellLimits {
  /** Values for names of the cell tagged `parameters`. */
  parameters?: Record<string, ParameterValue>;
  /** Where the executed copy goes; none is written where it is missing. */
  output?: string;
  /** Working directory of the kernel. Default: the notebook's folder. */
  cwd?: string;
  /** Limit for the kernel's start in seconds, tried twice. Default 60. */
  startSeconds?: number;
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
      const place = { path, number: i + 1, numCells: cells.length };
      run.cellSeconds.push(await runCell(cell, { ...options, kernel, displays, place }));
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
