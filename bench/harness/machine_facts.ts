import { cpus } from "node:os";
import { TENSORFLOW_VERSION } from "lib/engine/native_library.ts";

/** On what a benchmark ran. */
export interface MachineFacts {
  /** Processor and its cores, such as `AMD EPYC, 2 cores`. */
  cpu: string;
  /** Hardware, versions and date, for people. */
  lines: string[];
}

/**
 * Tells hardware, versions and date.
 *
 * @param pins Version of each of the peers' packages.
 * @returns See {@linkcode MachineFacts}.
 *
 * @example
 * ```ts
 * import { machineFacts } from "./machine_facts.ts";
 * machineFacts({ keras: "3.15.1" }).lines.length; // 3
 * ```
 */
export function machineFacts(pins: Record<string, string>): MachineFacts {
  const cores = navigator.hardwareConcurrency;
  const cpu = `${cpus()[0]?.model.trim() ?? Deno.build.arch}, ${cores} cores`;
  const memory = Deno.systemMemoryInfo().total / 2 ** 30;
  const shown = ["keras", "tensorflow", "torch", "scikit-learn", "pillow"];
  const peers = shown.filter((name) => pins[name]).map((name) => `${name} ${pins[name]}`);
  return {
    cpu,
    lines: [
      `${cpu}, ${memory.toFixed(0)} GB of memory, ${Deno.build.os} ${Deno.osRelease()}`,
      `Ours: Deno ${Deno.version.deno}, TensorFlow ${TENSORFLOW_VERSION}; peers: ${
        peers.join(", ")
      }`,
      new Date().toISOString(),
    ],
  };
}
