/**
 * `deno task run-all`: runs the notebooks in order on the real kernel and fills `outputs/`.
 *
 * Needs read, write, env, sys, run (the Deno binary) and net to 127.0.0.1 (the kernel's ports).
 *
 * @module
 */
import { basename, fromFileUrl, join, relative } from "@std/path";
import { sendWhereNamed } from "./mlflow.ts";
import { joinText, readNotebook } from "./notebook/notebook.ts";
import { parameterNames, parametersIndex, type ParameterValue } from "./notebook/parameters.ts";
import { readRunAllOptions, type RunAllOptions, runAllUsage } from "./notebook/run_all_options.ts";
import { notebookNeeds } from "./notebook/notebook_needs.ts";
import { type Job, runScheduled } from "./notebook/run_scheduled.ts";
import { runToPage } from "./notebook/run_to_page.ts";
import { terminalProgress } from "./notebook/terminal_progress.ts";
import { writeIndex } from "./notebook/write_pages.ts";

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
 * Runs the notebooks in the order of their numbers, one at a time or several where they do not need
 * each other; none begins after one that fails.
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
 *   ...{ parallel: 1, cellSeconds: 600 },
 * });
 * ```
 */
export async function runAll(plan: RunAllPlan): Promise<Record<string, number>> {
  const { notebooks, only, parallel, out, cellSeconds, signal, say = console.log } = plan;
  const paths = await selectNotebooks(notebooks, only);
  const jobs = await jobsOf(paths);
  const seconds: Record<string, number> = {};
  let began = 0;
  await runScheduled(jobs, {
    parallel,
    run: async ({ name, path }) => {
      say(`[${++began}/${paths.length}] ${name}`);
      seconds[name] = await runToPage(path, {
        parameters: await parametersFor(path, plan),
        output: join(out, "notebooks", `${name}.ipynb`),
        cellSeconds,
        onProgress: terminalProgress(parallel > 1 ? { isTerminal: false, label: name } : {}),
        onWritten: () => writeIndex(out),
        signal,
      });
      say(`  ${parallel > 1 ? `${name}: ` : ""}${seconds[name].toFixed(1)} s`);
    },
  });
  return seconds;
}

/** The notebooks with what each needs. */
async function jobsOf(paths: readonly string[]): Promise<(Job & { path: string })[]> {
  const names = paths.map((path) => basename(path, ".ipynb"));
  return await Promise.all(paths.map(async (path, i) => ({
    path,
    name: names[i],
    needs: notebookNeeds(await readNotebook(path), names.slice(0, i)),
  })));
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
    const began = performance.now();
    const seconds = await runAll({ ...options, notebooks, signal: stop.signal });
    await sendWhereNamed(out);
    const all = (performance.now() - began) / 1000;
    summarise({ ...seconds, all }, relative(caller, join(out, "index.html")));
    return 0;
  } catch (error) {
    console.error(`\n${(error as Error).message}`);
    if (error instanceof RangeError) console.error("All options: deno task run-all --help");
    return error instanceof RangeError ? 2 : stop.signal.aborted ? 130 : 1;
  }
}

function summarise(seconds: Record<string, number>, index: string): void {
  console.log("");
  for (const [name, value] of Object.entries(seconds)) {
    console.log(`  ${value.toFixed(1).padStart(8)} s  ${name}`);
  }
  console.log(`\nOpen ${index}`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
