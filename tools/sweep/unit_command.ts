import { join } from "@std/path";
import { netHost } from "../mlflow/net_host.ts";

/** Options of {@linkcode unitCommand}. */
export interface UnitCommandOptions {
  /** Folder of the project. */
  project: string;
  /** Path of the chunk's file. */
  file: string;
  /** Address of an MLflow server, `""` for none. */
  mlflow?: string;
}

/**
 * Gives the arguments with which Deno trains a chunk, with the permissions that it needs.
 *
 * @param options See {@linkcode UnitCommandOptions}.
 * @returns Arguments for Deno.
 *
 * @example
 * ```ts
 * import { unitCommand } from "./unit_command.ts";
 * unitCommand({ project: "/project", file: "/out/chunks/a.json" }).at(-1); // "/out/chunks/a.json"
 * ```
 */
export function unitCommand({ project, file, mlflow = "" }: UnitCommandOptions): string[] {
  return [
    ...["run", "--quiet", "--no-prompt", "--config", join(project, "deno.json")],
    ...["--allow-read", "--allow-write", "--allow-env", "--allow-sys", "--allow-ffi"],
    ...[`--allow-net=127.0.0.1${netHost(mlflow)}`, join(project, "tools", "train.ts")],
    ...["units", file],
  ];
}

/**
 * Gives the environment that keeps a process to its share of the cores; with another number of
 * threads the last bits of a result differ.
 *
 * @param cpus Cores of one process.
 * @returns Variables of TensorFlow and of the libraries below it.
 *
 * @example
 * ```ts
 * import { threadSettings } from "./unit_command.ts";
 * threadSettings(2).TF_NUM_INTRAOP_THREADS; // "2"
 * ```
 */
export function threadSettings(cpus: number): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: String(cpus),
    TF_NUM_INTEROP_THREADS: String(cpus),
    OMP_NUM_THREADS: String(cpus),
    VIPS_CONCURRENCY: String(cpus),
    TF_CPP_MIN_LOG_LEVEL: "2",
    NO_COLOR: "1",
  };
}
