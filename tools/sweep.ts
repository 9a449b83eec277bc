/**
 * `deno task sweep`: recipes × settings × folds × seeds, or some work on every range of a set's
 * films, as processes here or as jobs on Ray.
 *
 * Needs read, write, env, sys, ffi (films are decoded), run (Deno) and, for Ray, net to the cluster.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { progressLine } from "lib/display/progress.ts";
import { holdLock } from "lib/sweep/hold_lock.ts";
import { readUnit } from "lib/sweep/unit_result.ts";
import { planRanges } from "./ranges/plan_ranges.ts";
import { shownPath } from "./shown_path.ts";
import { type Engine, EngineError } from "./sweep/engine.ts";
import { localEngine } from "./sweep/local_engine.ts";
import { planSweep } from "./sweep/plan_sweep.ts";
import { rayEngine } from "./sweep/ray_engine.ts";
import { runChunks } from "./sweep/run_chunks.ts";
import { SWEEP_USAGE, type SweepOptions, sweepOptions } from "./sweep/sweep_options.ts";
import { withNetAccess } from "./sweep/with_net_access.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url));

/** Runs a sweep; returns how many units failed. */
async function sweep(options: SweepOptions, signal: AbortSignal): Promise<number> {
  const { spec, out, weights } = options;
  using lock = await holdLock(join(out, ".sweep.lock"), {
    onWait: () => console.warn(`Another sweep is under way in "${out}": waiting for it`),
    signal,
  });
  void lock;
  const plan = spec.work === "train" ? planSweep : planRanges;
  const { units, file, deal, gather } = await plan(spec, { out, weights, signal });
  const todo = new Set<string>();
  for (const { name } of units) {
    if (!await readUnit(join(out, "units", name), spec.keepModels)) todo.add(name);
  }
  const what = spec.work === "train" ? "trainings" : "ranges of films";
  console.log(`${units.length} ${what}, ${units.length - todo.size} done already · to ${out}`);
  if (options.dryRun) return 0;
  let failed: Awaited<ReturnType<typeof runChunks>> = [];
  if (todo.size > 0) {
    const engine = await openEngine(options);
    console.log(engine.about);
    failed = await runChunks(deal(todo, await engine.slots()), {
      engine,
      file,
      retries: spec.retries,
      onProgress: progressLine(spec.work === "train" ? "Trainings" : "Ranges"),
      say: console.warn,
      signal,
    });
  }
  const { text, files } = await gather();
  console.log(`\n${text}\n`);
  for (const path of files) console.log(shownPath(path, options.caller));
  for (const { name, reason, log } of failed) console.error(`Failed: ${name}: ${reason}\n  ${log}`);
  if (failed.length > 0) {
    console.error(`${failed.length} of ${units.length} failed; the same command tries them again`);
  }
  return failed.length;
}

async function openEngine({ engine, spec, out, address, parallel }: SweepOptions): Promise<Engine> {
  const common = { spec, out, project: ROOT, parallel };
  if (engine === "local") return localEngine(common);
  const cluster = { address, token: Deno.env.get("RAY_AUTH_TOKEN") };
  return await rayEngine({ ...common, cluster });
}

async function main(args: string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  try {
    const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
    const options = await sweepOptions(args, { root: ROOT, caller, env: Deno.env.toObject() });
    if (!options) {
      console.log(SWEEP_USAGE);
      return 0;
    }
    const { engine, address } = options;
    return await withNetAccess(engine === "ray" ? address : "", {
      program: fromFileUrl(import.meta.url),
      args,
      body: async () => await sweep(options, stop.signal) > 0 ? 1 : 0,
    });
  } catch (error) {
    if (stop.signal.aborted) {
      console.error("\nStopped; the same command goes on from here");
      return 130;
    }
    const remedy = error instanceof EngineError
      ? "; what is done is kept, and the same command goes on from there"
      : "";
    console.error(`\n${(error as Error).message}${remedy}`);
    return error instanceof RangeError || error instanceof SyntaxError ? 2 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
