import { join } from "@std/path";
import type { SweepSpec } from "lib/sweep/sweep_spec.ts";
import type { ChunkEnd, Engine } from "./engine.ts";
import { threadSettings, unitCommand } from "./unit_command.ts";

/** Options of {@linkcode localEngine}. */
export interface LocalEngineOptions {
  spec: Pick<SweepSpec, "cpus" | "memory">;
  /** Folder of the sweep; logs go to `logs/` in it. */
  out: string;
  /** Folder of the project. */
  project: string;
  /** Processes at a time; as many as cores and memory allow where left out. */
  parallel?: number;
}

/** How long a process may take to end after it was asked to, milliseconds. */
const PATIENCE = 15_000;

/**
 * Runs chunks as processes of this machine.
 *
 * @param options See {@linkcode LocalEngineOptions}.
 * @returns The engine.
 *
 * @example
 * ```ts
 * import { localEngine } from "./local_engine.ts";
 * const spec = { cpus: 1, memory: 0 };
 * await localEngine({ spec, out: "out", project: ".", parallel: 3 }).slots(); // 3
 * ```
 */
export function localEngine({ spec, out, project, parallel }: LocalEngineOptions): Engine {
  const { cpus, memory } = spec;
  const fit = Math.floor(navigator.hardwareConcurrency / cpus);
  const room = memory > 0 ? Math.floor(Deno.systemMemoryInfo().available / memory) : Infinity;
  const slots = parallel ?? Math.max(1, Math.min(fit, room));
  return {
    about: `${slots} ${slots === 1 ? "process" : "processes"} at a time on this machine, ` +
      `${cpus} ${cpus === 1 ? "thread" : "threads"} each`,
    slots: () => Promise.resolve(slots),
    async start({ id }, file) {
      const log = join(out, "logs", `${id}.log`);
      await Deno.mkdir(join(out, "logs"), { recursive: true });
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          ...unitCommand({ project, file, mlflow: Deno.env.get("MLFLOW_TRACKING_URI") }),
          "--attached",
        ],
        cwd: project,
        env: threadSettings(cpus),
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const logged = writeLog(log, [child.stdout, child.stderr]);
      const ended = child.status.then(async ({ code, signal }): Promise<ChunkEnd> => {
        await logged;
        await child.stdin.close().catch(() => {});
        return { reason: signal ? `its process was killed by ${signal}` : endOf(code), log };
      });
      return {
        ended,
        async stop() {
          kill(child, "SIGTERM");
          const timer = setTimeout(() => kill(child, "SIGKILL"), PATIENCE);
          await ended;
          clearTimeout(timer);
        },
      };
    },
  };
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it has ended meanwhile
  }
}

/** What an exit status means: 0 and 1 are the program's own words. */
function endOf(code: number): string {
  return code <= 1 ? "" : `its process ended with exit status ${code}`;
}

async function writeLog(path: string, streams: ReadableStream<Uint8Array>[]): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  await Promise.all(streams.map(async (stream) => {
    for await (const bytes of stream) {
      for (let offset = 0; offset < bytes.length;) {
        offset += file.writeSync(bytes.subarray(offset));
      }
    }
  }));
}
