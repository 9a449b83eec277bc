import { runCommand } from "./run_command.ts";

/** An NVIDIA GPU as its driver reports it; see {@linkcode findGpu}. */
export interface Gpu {
  /** Name, such as `NVIDIA GeForce RTX 4070`. */
  name: string;
  /** Driver version, such as `550.54.15`. */
  driver: string;
  /** Whether the driver is new enough for CUDA 12. */
  usable: boolean;
}

/** Oldest major version of the Linux driver that runs CUDA 12 (NVIDIA's compatibility table). */
export const OLDEST_DRIVER = 525;

/**
 * Asks NVIDIA's driver for its first GPU.
 *
 * @returns The GPU, or undefined where there is none.
 *
 * @example
 * ```ts
 * import { findGpu } from "./find_gpu.ts";
 * const gpu = await findGpu();
 * gpu?.name; // undefined on most machines
 * ```
 */
export async function findGpu(): Promise<Gpu | undefined> {
  // Under WSL the tool lies in a folder that is not always on PATH.
  for (const program of ["nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"]) {
    const query = ["--query-gpu=name,driver_version", "--format=csv,noheader"];
    const { success, stdout } = await runCommand([program, ...query], { seconds: 20 });
    if (success) return parseGpu(stdout);
  }
  return undefined;
}

/**
 * Reads the answer of `nvidia-smi --query-gpu=name,driver_version --format=csv,noheader`.
 *
 * @param answer What it printed: one line for each GPU.
 * @returns The first GPU, or undefined where the answer names none.
 *
 * @example
 * ```ts
 * import { parseGpu } from "./find_gpu.ts";
 * parseGpu("Tesla T4, 470.82.01\n"); // { name: "Tesla T4", driver: "470.82.01", usable: false }
 * ```
 */
export function parseGpu(answer: string): Gpu | undefined {
  const match = answer.match(/^(.+), *(\d+)([.\d]*) *$/m);
  if (match === null) return undefined;
  const [, name, major, rest] = match;
  return { name, driver: major + rest, usable: Number(major) >= OLDEST_DRIVER };
}
