import { fromFileUrl, join } from "@std/path";
import type { BenchContext, BenchScript } from "./bench_row.ts";

/** Where the programs are that run a side. */
export interface Programs {
  /** Python of the peers' environment. */
  python: string;
  /** First part of every command, such as `["taskset", "-c", "0-1"]`. @default none */
  prefix?: readonly string[];
}

const BENCH = fromFileUrl(new URL("../", import.meta.url));

/** What scripts of ours may do: what `deno task train` may, and start programs. */
const PERMISSIONS = ["read", "write", "env", "sys", "ffi", "run"].map((name) => `--allow-${name}`);

/**
 * Gives the command that runs a side.
 *
 * @param side The side's script.
 * @param context What it is run with.
 * @param programs Where the programs are.
 * @returns Program and arguments.
 * @throws {RangeError} Where the script is neither TypeScript nor Python.
 *
 * @example
 * ```ts
 * import { sideCommand } from "./side_command.ts";
 * const context = { data: "data/films", cache: "cache", threads: 2 };
 * sideCommand({ script: "train_d.py" }, context, { python: "python3" })[0]; // "python3"
 * ```
 */
export function sideCommand(
  { script, args }: BenchScript,
  context: BenchContext,
  { python, prefix = [] }: Programs,
): string[] {
  const rest = args?.(context) ?? [];
  if (script.endsWith(".py")) return [...prefix, python, join(BENCH, "peers", script), ...rest];
  if (script.endsWith(".ts")) {
    const deno = [Deno.execPath(), "run", "--quiet", "--no-prompt", ...PERMISSIONS];
    return [...prefix, ...deno, join(BENCH, "ours", script), ...rest];
  }
  throw new RangeError(`Cannot run "${script}": expected a script ending in .ts or .py`);
}

/**
 * Environment variables that hold every side to the same number of threads.
 *
 * @param threads Threads.
 * @returns Variables for TensorFlow, OpenMP (PyTorch) and BLAS (NumPy, SciPy).
 *
 * @example
 * ```ts
 * import { threadVariables } from "./side_command.ts";
 * threadVariables(2).OMP_NUM_THREADS; // "2"
 * ```
 */
export function threadVariables(threads: number): Record<string, string> {
  const names = ["TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"];
  return {
    ...Object.fromEntries(names.map((name) => [name, String(threads)])),
    TF_CPP_MIN_LOG_LEVEL: "2",
    CUDA_VISIBLE_DEVICES: "",
    NO_COLOR: "1",
  };
}

/**
 * Binds a side to as many cores as it has threads, where the machine has more and can do so: image
 * libraries and worker threads look at the cores alone.
 *
 * @param threads Threads.
 * @param cores Cores of the machine. @default navigator.hardwareConcurrency
 * @returns First part of a command; empty where there is nothing to bind.
 *
 * @example
 * ```ts
 * import { bindCores } from "./side_command.ts";
 * bindCores(2, 2); // []
 * ```
 */
export function bindCores(threads: number, cores = navigator.hardwareConcurrency): string[] {
  if (cores <= threads || Deno.build.os !== "linux") return [];
  return ["taskset", "-c", `0-${threads - 1}`];
}
