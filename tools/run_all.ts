/**
 * `deno task run-all`: runs the notebooks in order on the real kernel and fills `outputs/`.
 *
 * Needs read, write, env, sys, run (the Deno binary) and net to 127.0.0.1 (the kernel's ports).
 *
 * @module
 */
import { basename, fromFileUrl, join, relative } from "@std/path";
import { joinText, readNotebook } from "./notebook/notebook.ts";
import { parameterNames, parametersIndex, type ParameterValue } from "./notebook/parameters.ts";
import { readRunAllOptions, type RunAllOptions, runAllUsage } from "./notebook/run_all_options.ts";
import { runNotebook } from "./notebook/run_notebook.ts";
import { terminalProgress } from "./notebook/terminal_progress.ts";
import { writeIndex, writePage } from "./notebook/write_pages.ts";

/** Where the notebooks are, and who is told of the progress. */
export interface RunAllPlan extends RunAllOptions {
  /** The folder of the notebooks. */
  notebooks: string;
  /** Ends the run; what finished stays. */
  signal?: AbortSignal;
  /** Takes lines for the user. Default: standard output. */
  say?: (line: string) => void;
}

/**
 * Runs the notebooks in the order of their numbers; stops at the first that fails.
 *
 * Executed copies go to `<out>/notebooks`, as `.ipynb` and as pages, with an `index.html`.
 *
 * @param plan What to run and where results go.
 * @returns Seconds by notebook.
 * @throws {NotebookError} Where a cell fails.
 *
 * @example
 * ```ts ignore
 * import { runAll } from "./run_all.ts";
 * await runAll({
 *   ...{ data: "phantom", profile: "quick", only: [], seed: 1, seeds: 1 },
 *   ...{ out: "/tmp/out", weights: "/tmp/weights", notebooks: "/project/notebooks" },
 * });
 * ```
 */
export async function runAll(plan: RunAllPlan): Promise<Record<string, number>> {
  const { notebooks, only, out, signal, say = console.log } = plan;
  const paths = await selectNotebooks(notebooks, only);
  const seconds: Record<string, number> = {};
  for (const [i, path] of paths.entries()) {
    const name = basename(path, ".ipynb");
    say(`[${i + 1}/${paths.length}] ${name}`);
    const output = join(out, "notebooks", `${name}.ipynb`);
    const began = Date.now();
    try {
      const run = await runNotebook(path, {
        parameters: await parametersFor(path, plan),
        output,
        onProgress: terminalProgress(),
        signal,
      });
      seconds[name] = run.seconds;
      say(`  ${run.seconds.toFixed(1)} s`);
    } finally {
      const written = await Deno.stat(output).catch(() => null);
      if (written !== null && (written.mtime?.getTime() ?? 0) >= began - 1000) {
        await writePage(output, path);
        await writeIndex(out);
      }
    }
  }
  return seconds;
}

/** The notebooks that are asked for, in the order of their numbers. */
async function selectNotebooks(folder: string, only: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (/^\d+.*\.ipynb$/.test(entry.name)) names.push(entry.name);
  }
  names.sort();
  const number = (name: string) => /^\d+$/.test(name) ? Number(name) : NaN;
  const isMeant = (name: string, item: string) =>
    parseInt(name) === number(item) || name === item || name === `${item}.ipynb`;
  const unknown = only.find((item) => !names.some((name) => isMeant(name, item)));
  if (unknown !== undefined || names.length === 0) {
    const there = names.map((name) => basename(name, ".ipynb")).join(", ") || "none";
    throw new RangeError(`There is no notebook "${unknown ?? "01"}"; there are: ${there}`);
  }
  return names.filter((name) => only.length === 0 || only.some((item) => isMeant(name, item)))
    .map((name) => join(folder, name));
}

/** The values of those parameters that the notebook declares. */
async function parametersFor(
  path: string,
  plan: RunAllPlan,
): Promise<Record<string, ParameterValue>> {
  const notebook = await readNotebook(path);
  const cell = notebook.cells[parametersIndex(notebook)];
  const names = cell === undefined ? [] : parameterNames(joinText(cell.source));
  const { data, out, weights, profile, seed, seeds } = plan;
  const values = { data, out, weights, profile, seed, seeds };
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(runAllUsage);
    return 0;
  }
  const root = fromFileUrl(new URL("..", import.meta.url));
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort(new Error(`Stopped by ${signal}`)));
  }
  try {
    const options = await readRunAllOptions(args, { root, caller, env: Deno.env.toObject() });
    const { data, profile, seed, seeds, out } = options;
    const last = seeds > 1 ? `–${seed + seeds - 1}` : "";
    console.log(`Films ${data} · ${profile} · seed ${seed}${last} · to ${relative(caller, out)}`);
    const notebooks = join(root, "notebooks");
    const seconds = await runAll({ ...options, notebooks, signal: stop.signal });
    summarise(seconds, relative(caller, join(out, "index.html")));
    return 0;
  } catch (error) {
    console.error(`\n${(error as Error).message}`);
    if (error instanceof RangeError) console.error("All options: deno task run-all --help");
    return error instanceof RangeError ? 2 : stop.signal.aborted ? 130 : 1;
  }
}

function summarise(seconds: Record<string, number>, index: string): void {
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
  console.log("");
  for (const [name, value] of [...Object.entries(seconds), ["all", total] as const]) {
    console.log(`  ${value.toFixed(1).padStart(8)} s  ${name}`);
  }
  console.log(`\nOpen ${index}`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
