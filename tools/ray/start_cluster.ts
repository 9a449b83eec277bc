import { runCommand } from "../setup/run_command.ts";
import { rayNodes } from "../sweep/ray_client.ts";

/** Options of {@linkcode startCluster}. */
export interface StartClusterOptions {
  /** The `ray` program. */
  ray: string;
  /** Machines to play, besides the head, which takes no jobs. */
  workers: number;
  /** CPUs that each of them offers; they need not be there. @default 1 */
  cpus?: number;
  /** Port of the dashboard, which takes jobs; a free one where left out. */
  port?: number;
  /** Ends the waiting for the cluster's start. */
  signal?: AbortSignal;
}

/** A machine that is played: a group of processes. */
export interface ClusterNode {
  /** Its address, `127.0.0.2` and on. */
  ip: string;
  /** Kills it at once, jobs included, as a power cut would. */
  kill: () => Promise<void>;
}

/** A Ray cluster on this machine alone. */
export interface Cluster extends AsyncDisposable {
  address: string;
  /** What the sweep needs to know as `RAY_AUTH_TOKEN`. */
  token: string;
  head: ClusterNode;
  workers: ClusterNode[];
}

/** How long a machine may take to come up, milliseconds; two busy cores need half a minute. */
const PATIENCE = 180_000;

/**
 * Starts a Ray cluster of several machines on this one: each is played by a group of processes with
 * a loopback address of its own (Linux). Nobody without the token can hand in jobs.
 *
 * @param options See {@linkcode StartClusterOptions}.
 * @returns The cluster; it ends with its scope, and with this process's.
 * @throws {Error} Where a machine does not come up, with the last of what it said.
 *
 * @example
 * ```ts ignore
 * import { startCluster } from "./start_cluster.ts";
 * await using cluster = await startCluster({ ray: "/venv/bin/ray", workers: 2 });
 * cluster.address; // "http://127.0.0.1:40123"
 * ```
 */
export async function startCluster(options: StartClusterOptions): Promise<Cluster> {
  const { ray, workers, cpus = 1, port = freePort(), signal } = options;
  const token = crypto.randomUUID().replaceAll("-", "");
  const dir = await Deno.makeTempDir({ prefix: "ray-" }); // sockets below need short paths
  const gcs = freePort();
  const cluster = { address: `http://127.0.0.1:${port}`, token, patienceMs: 3000 };
  const nodes: (ClusterNode & { text: () => string; isUp: () => boolean })[] = [];
  /** Starts a machine; Ray gives one up after 30 s, which is little where cores are busy. */
  const start = async (args: string[], tries = 3): Promise<void> => {
    const ip = `127.0.0.${nodes.length + 2}`;
    const common = ["--block", `--node-ip-address=${ip}`, "--num-gpus=0", "--disable-usage-stats"];
    const ports = ["--min-worker-port=0", "--max-worker-port=0"];
    const agent = `--dashboard-agent-listen-port=${freePort()}`;
    const store = "--object-store-memory=80000000";
    const log = "--include-log-monitor=false"; // it shows workers' output to Python drivers
    const all = ["start", ...common, ...ports, agent, store, log, ...args];
    const node = spawnNode(ray, all, { RAY_AUTH_MODE: "token", RAY_AUTH_TOKEN: token });
    nodes.push({ ip, ...node });
    const end = performance.now() + PATIENCE;
    // Ray may give a machine up that is listed already: only its own word counts, and then the list.
    const isListed = async () =>
      node.text().includes("Ray runtime started") &&
      (await rayNodes(cluster).catch(() => [])).length >= nodes.length;
    while (!await isListed()) {
      signal?.throwIfAborted();
      if (!node.isUp() || performance.now() > end) {
        await node.kill();
        nodes.pop();
        if (tries > 1) return await start(args, tries - 1);
        throw new Error(`Ray's machine ${ip} does not come up:\n${node.text().slice(-2000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await Deno.remove(dir, { recursive: true }).catch(() => {});
  };
  try {
    const bare = ["--no-monitor", `--ray-client-server-port=${freePort()}`]; // no autoscaling
    const dashboard = ["--dashboard-host=127.0.0.1", `--dashboard-port=${port}`];
    await start([
      "--head",
      `--port=${gcs}`,
      "--num-cpus=0",
      ...bare,
      ...dashboard,
      `--temp-dir=${dir}`,
    ]);
    for (let i = 0; i < workers; i++) {
      await start([`--address=127.0.0.2:${gcs}`, `--num-cpus=${cpus}`]);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const [head, ...others] = nodes;
  return { ...cluster, head, workers: others, [Symbol.asyncDispose]: stop };
}

function spawnNode(ray: string, args: string[], env: Record<string, string>) {
  const child = new Deno.Command(ray, {
    args,
    env: { ...env, RAY_USAGE_STATS_ENABLED: "0", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  let isUp = true;
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const part of stream) text += decoder.decode(part, { stream: true });
  };
  const ended = Promise.all([child.status, read(child.stdout), read(child.stderr)])
    .finally(() => isUp = false);
  return {
    text: () => text,
    isUp: () => isUp,
    async kill() {
      for (const pid of await familyOf(child.pid)) killAtOnce(pid);
      await ended;
    },
  };
}

/** A process and all that it began, and they: Ray's parts, and the jobs. */
async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await runCommand(["ps", "-e", "-o", "pid=,ppid="]);
  const pairs = stdout.trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const parent of family) { // grows while it is walked
    family.push(...pairs.filter(([, ppid]) => ppid === parent).map(([child]) => child));
  }
  return family;
}

function killAtOnce(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    const isGone = error instanceof Deno.errors.NotFound || error instanceof TypeError;
    if (!isGone) throw error;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
