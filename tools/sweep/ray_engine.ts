import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import type { SweepSpec } from "lib/sweep/sweep_spec.ts";
import { type ChunkEnd, type Engine, EngineError } from "./engine.ts";
import {
  askRay,
  type RayCluster,
  rayJob,
  rayJobLog,
  rayJobs,
  rayNodes,
  stopRayJob,
  submitRayJob,
} from "./ray_client.ts";
import { jobsThatFit, whyNoneFits } from "./ray_resources.ts";
import { threadSettings, unitCommand } from "./unit_command.ts";

/** Options of {@linkcode rayEngine}. */
export interface RayEngineOptions {
  spec: Pick<SweepSpec, "cpus" | "gpus" | "memory" | "ray">;
  cluster: RayCluster;
  /** Folder of the sweep, which all machines see under this path; logs go to `logs/` in it. */
  out: string;
  /** Folder of the project here; the cluster's machines have it there too, or `ray.project`. */
  project: string;
  /** Jobs at a time; as many as the cluster can hold where left out. */
  parallel?: number;
  /** Milliseconds between two questions after one job. @default 1500 */
  everyMs?: number;
}

/** Which of the jobs on a cluster are a sweep's: its folder stands in their metadata. */
const MARK = "chest_xray_sweep";

/** Variables that a job is given where they are set here. */
const HANDED_ON = ["CXR_CACHE", "CXR_DEVICE", "MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME"];

/**
 * Runs chunks as jobs of a Ray cluster, through its Jobs REST interface.
 *
 * What an earlier sweep of the same folder left there is stopped first: its units go on here.
 *
 * @param options See {@linkcode RayEngineOptions}.
 * @returns The engine.
 * @throws {EngineError} Where the cluster does not answer, or no machine of it can hold a job.
 *
 * @example
 * ```ts ignore
 * import { rayEngine } from "./ray_engine.ts";
 * const cluster = { address: "http://127.0.0.1:8265" };
 * (await rayEngine({ spec, cluster, out, project })).about; // "Ray 2.60.0 at http://…: 3 machines, …"
 * ```
 */
export async function rayEngine(options: RayEngineOptions): Promise<Engine> {
  const { spec, cluster, out, project, parallel, everyMs = 1500 } = options;
  const { ray_version: version } = JSON.parse((await askRay(cluster, "/api/version")).text);
  const nodes = await rayNodes(cluster);
  const why = whyNoneFits(nodes, spec);
  if (why && !spec.ray.autoscales) throw new EngineError(why);
  for (const { submission_id, status, metadata } of await rayJobs(cluster)) {
    const isLeft = metadata?.[MARK] === out && ["PENDING", "RUNNING"].includes(status);
    if (isLeft) await stopRayJob(cluster, submission_id);
  }
  const place = { project: spec.ray.project ?? project, deno: spec.ray.deno ?? Deno.execPath() };
  const handedOn = HANDED_ON.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const env = { ...threadSettings(spec.cpus), ...Object.fromEntries(handedOn), ...spec.ray.env };
  const count = (number: number, name: string) => `${number} ${name}${number === 1 ? "" : "s"}`;
  const fit = jobsThatFit(nodes, spec);
  return {
    about: `Ray ${version} at ${cluster.address}: ${count(nodes.length, "machine")}, ` +
      `${count(parallel ?? fit, "job")} at a time, ${count(spec.cpus, "CPU")} each`,
    slots: async () => parallel ?? Math.max(1, jobsThatFit(await rayNodes(cluster), spec)),
    async start({ id }, file) {
      const log = join(out, "logs", `${id}.log`);
      const name = `${id}-${crypto.randomUUID().slice(0, 8)}`;
      const args = unitCommand({ project: place.project, file, mlflow: env.MLFLOW_TRACKING_URI });
      const command = [place.deno, ...args].map(quote).join(" ");
      await submitRayJob(cluster, {
        submission_id: name,
        entrypoint: `cd ${quote(place.project)} && exec ${command}`,
        entrypoint_num_cpus: spec.cpus,
        entrypoint_num_gpus: spec.gpus,
        entrypoint_memory: spec.memory,
        runtime_env: { env_vars: env },
        metadata: { [MARK]: out },
      });
      const ended = follow(cluster, { name, log, everyMs });
      return {
        ended,
        async stop() {
          await stopRayJob({ ...cluster, patienceMs: 2000 }, name);
          await ended;
        },
      };
    },
  };
}

/** Waits for a job's end, then fetches its log. */
async function follow(
  cluster: RayCluster,
  { name, log, everyMs }: { name: string; log: string; everyMs: number },
): Promise<ChunkEnd> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const job = await rayJob(cluster, name);
    if (job?.status === "PENDING" || job?.status === "RUNNING") continue;
    const text = job && await rayJobLog(cluster, name);
    await writeFileAtomic(log, text || "Its log went with its machine.\n");
    if (!job) return { reason: "Ray has forgotten its job", log };
    // 0 and 1 are the program's own words.
    const isOwn = job.status === "SUCCEEDED" || job.driver_exit_code === 1;
    return { reason: isOwn ? "" : reasonOf(job), log };
  }
}

/** Why a job ended, in a line: Ray's own words take ten. */
function reasonOf({ status, message }: { status: string; message: string }): string {
  if (status === "STOPPED") return "its job was stopped";
  if (/node has died|node was terminated/.test(message)) return "its machine died";
  if (/supervisor actor (died|failed)/i.test(message)) return "Ray lost its process";
  return `its job failed: ${message.split("\n")[0].slice(0, 200)}`;
}

/** A word that a shell takes as it is. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
