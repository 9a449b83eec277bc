/**
 * `deno task bench`: training, input and prediction, side by side with Keras, PyTorch and others.
 *
 * Needs read, write, env, sys, ffi (pictures of phantom films) and run (python3 or uv, the sides'
 * processes).
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { cacheDir } from "lib/engine/native_library.ts";
import { progressLine } from "lib/display/progress.ts";
import { codeVersion } from "lib/experiments/code_version.ts";
import { findFilms } from "./films/find_films.ts";
import { BENCH_USAGE, type BenchOptions, benchOptions } from "./harness/bench_options.ts";
import { type BenchResult, readResults, saveResults } from "./harness/bench_results.ts";
import { machineFacts } from "./harness/machine_facts.ts";
import { peersPython, readPins, REQUIREMENTS } from "./harness/peers_environment.ts";
import { resultsMarkdown, resultsTable, rowsTable } from "./harness/report.ts";
import { runRow } from "./harness/run_row.ts";
import { bindCores } from "./harness/side_command.ts";
import { summariseRow } from "./harness/summarise_row.ts";
import { ROWS } from "./rows/catalogue.ts";

/** Threads of every side. */
const THREADS = 2;

/** Runs the rows asked for; gives back how many failed. */
async function bench(options: BenchOptions, signal: AbortSignal): Promise<number> {
  const cache = cacheDir();
  const rows = ROWS.filter(({ id }) => options.rows.includes(id));
  const python = await peersPython(cache, console.error);
  const pins = readPins(await Deno.readTextFile(REQUIREMENTS));
  const facts = machineFacts(pins);
  for (const line of facts.lines) console.log(line);

  const common = { threads: THREADS, cpu: facts.cpu, commit: await codeVersion(), pins };
  const context = { data: options.data, cache: join(cache, "bench"), threads: THREADS };
  const programs = { python, prefix: bindCores(THREADS) };
  const results: BenchResult[] = [];
  let failed = 0;
  for (const row of rows) {
    try {
      const onProgress = progressLine(row.id);
      const films = await findFilms(row.data, { ...context, onProgress, signal });
      const { pairs } = options;
      const runs = await runRow(row, {
        context: { ...context, data: films.data },
        programs,
        pairs,
        onProgress,
        signal,
      });
      const facts = { ...common, date: new Date().toISOString() };
      const fresh = summariseRow({ ...row, data: films.label }, runs, facts);
      results.push(...fresh);
      // After each row, so that a run that is stopped keeps what it has.
      await saveResults(options.out, fresh, ROWS.map(({ id }) => id));
    } catch (error) {
      if (signal.aborted) break;
      failed++;
      console.error(`\n${(error as Error).message}`);
    }
  }
  if (signal.aborted) console.error("\nStopped");
  if (results.length > 0) console.log(`\n${resultsTable(results)}\n\nWritten to ${options.out}`);
  return failed;
}

if (import.meta.main) {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error("Stopped"));
  for (const name of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(name, onSignal);
  try {
    const options = benchOptions(Deno.args, {
      known: ROWS.map(({ id }) => id),
      caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
      out: fromFileUrl(new URL("results.csv", import.meta.url)),
      data: Deno.env.get("CXR_TEST_DATA") ?? Deno.env.get("CXR_DATA") ??
        fromFileUrl(new URL("../data/films", import.meta.url)),
    });
    if (!options) console.log(BENCH_USAGE);
    else if (options.list) console.log(String(rowsTable(ROWS)));
    else if (options.markdown) {
      console.log(resultsMarkdown(await readResults(options.out)).join("\n"));
    } else if (await bench(options, stop.signal) > 0) Deno.exit(1);
    if (stop.signal.aborted) Deno.exit(130);
    Deno.exit(0);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(stop.signal.aborted ? 130 : 1);
  }
}
