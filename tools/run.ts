/**
 * `deno task run NOTEBOOK [name=value …]`: runs one notebook and leaves an executed copy and a page.
 *
 * Needs read, write, env, sys, run (the Deno binary) and net to 127.0.0.1 (the kernel's ports).
 *
 * @module
 */
import { basename, dirname, fromFileUrl, join, relative } from "@std/path";
import { readRunOptions, runUsage } from "./notebook/run_options.ts";
import { runToPage } from "./notebook/run_to_page.ts";
import { terminalProgress } from "./notebook/terminal_progress.ts";

async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h") || args.length === 0) {
    console.log(runUsage);
    return args.length === 0 ? 2 : 0;
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort(new Error(`Stopped by ${signal}`)));
  }
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  try {
    const root = fromFileUrl(new URL("..", import.meta.url));
    const { path, ...options } = readRunOptions(args, { root, caller });
    const { output } = options;
    const page = join(dirname(output), `${basename(output, ".ipynb")}.html`);
    const onProgress = terminalProgress();
    const seconds = await runToPage(path, { ...options, onProgress, signal: stop.signal });
    console.log(`${seconds.toFixed(1)} s\nOpen ${relative(caller, page)}`);
    return 0;
  } catch (error) {
    console.error(`\n${(error as Error).message}`);
    return error instanceof RangeError ? 2 : stop.signal.aborted ? 130 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
