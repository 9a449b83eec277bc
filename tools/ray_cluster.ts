/**
 * `deno task ray-cluster`: a Ray cluster on this machine alone, to try sweeps on.
 *
 * Needs read, write, env, sys, run (uv or python3, Ray) and net to 127.0.0.1.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { installRay } from "./ray/install_ray.ts";
import { startCluster } from "./ray/start_cluster.ts";
import { portOption } from "./setup/run_server.ts";

const USAGE = `Usage: deno task ray-cluster [options]

Starts Ray with a head and workers on this machine (Linux), each with a loopback address of its own,
and says how a sweep finds it. Ctrl-C ends it.

  --workers N     machines to play, besides the head (default: 2)
  --cpus N        CPUs that each offers (default: 1)
  --port N        port of the dashboard (default: 8265)
  --install-only  make Ray ready in the cache and stop
`;

async function main(args: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { workers: text, cpus: text, port: text, "install-only": flag, help: flag };
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stop.abort());
  }
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const [workers, cpus] = [count("workers", values.workers, 2), count("cpus", values.cpus, 1)];
    const port = portOption(values.port ?? "8265");
    const ray = await installRay(console.log);
    if (values["install-only"]) return 0;
    console.log("Starting Ray");
    await using cluster = await startCluster({ ray, workers, cpus, port, signal: stop.signal });
    console.log(
      `Ray is up. In another terminal:\n\n  export RAY_AUTH_TOKEN=${cluster.token}\n` +
        `  deno task sweep SPEC --engine ray --address ${cluster.address}\n`,
    );
    await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    console.error((error as Error).message);
    return 1;
  }
}

function count(name: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`Option --${name} is a whole number from 1, not "${text}"`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
