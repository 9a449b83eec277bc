import { EngineError } from "./engine.ts";

/** A Ray cluster's dashboard, which takes jobs. */
export interface RayCluster {
  /** Its address, such as `http://127.0.0.1:8265`. */
  address: string;
  /** The cluster's token, where it asks for one (`RAY_AUTH_TOKEN`). */
  token?: string;
  /** Milliseconds for which a silent cluster is asked again. @default 20000 */
  patienceMs?: number;
}

/** What a job is to run, and what it needs. */
export interface RayJobRequest {
  /** A name that no other job has. */
  submission_id: string;
  /** A shell's command. */
  entrypoint: string;
  entrypoint_num_cpus: number;
  entrypoint_num_gpus: number;
  /** Bytes. */
  entrypoint_memory: number;
  runtime_env: { env_vars: Record<string, string> };
  metadata: Record<string, string>;
}

/** What Ray says of a job. */
export interface RayJob {
  submission_id: string;
  status: "PENDING" | "RUNNING" | "STOPPED" | "SUCCEEDED" | "FAILED";
  /** More, in words. */
  message: string;
  /** The program's exit status; `null` where there is none. */
  driver_exit_code: number | null;
  metadata: Record<string, string> | null;
}

/** One machine of a cluster. */
export interface RayNode {
  state: string;
  /** `CPU`, `GPU`, `memory` (bytes), …: all it has, whether in use or not. */
  resources_total: Record<string, number>;
}

/** Options of {@linkcode askRay}. */
export interface AskRayOptions {
  method?: "GET" | "POST";
  body?: unknown;
}

/**
 * Asks a Ray cluster something over its REST interface.
 *
 * @param cluster The cluster.
 * @param path Such as `/api/jobs/`.
 * @param options Method and body.
 * @returns The answer's status and text; one of 500 and above is asked for again, as is silence.
 * @throws {EngineError} Where the cluster stays silent, or wants another token.
 * @see https://docs.ray.io/en/latest/cluster/running-applications/job-submission/rest.html
 *
 * @example
 * ```ts ignore
 * import { askRay } from "./ray_client.ts";
 * await askRay({ address: "http://127.0.0.1:8265" }, "/api/version"); // { status: 200, text: … }
 * ```
 */
export async function askRay(
  { address, token, patienceMs = 20_000 }: RayCluster,
  path: string,
  { method = "GET", body }: AskRayOptions = {},
): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
  const end = performance.now() + patienceMs;
  for (let pause = 250;; pause = Math.min(2 * pause, 4000)) {
    let problem: string;
    try {
      const signal = AbortSignal.timeout(Math.max(2000, patienceMs));
      const response = await fetch(new URL(path, address), { ...request, signal });
      const text = await response.text();
      if (response.status === 401 || response.status === 403) {
        throw new EngineError(
          `The Ray cluster at ${address} wants another token: set RAY_AUTH_TOKEN to the one that ` +
            "it was started with",
        );
      }
      if (response.status < 500) return { status: response.status, text };
      problem = `it answers ${response.status}`;
    } catch (error) {
      if (error instanceof EngineError) throw error;
      problem = plainly(error as Error);
    }
    if (performance.now() + pause > end) {
      throw new EngineError(`The Ray cluster at ${address} does not answer (${problem})`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Hands a job in.
 *
 * @param cluster The cluster.
 * @param job The job.
 * @throws {EngineError} Where the cluster does not take it, with its words.
 *
 * @example
 * ```ts ignore
 * import { submitRayJob } from "./ray_client.ts";
 * await submitRayJob(cluster, { ...job, submission_id: "a", entrypoint: "deno --version" });
 * ```
 */
export async function submitRayJob(cluster: RayCluster, job: RayJobRequest): Promise<void> {
  const { status, text } = await askRay(cluster, "/api/jobs/", { method: "POST", body: job });
  // Where the answer to a first try got lost, the job is there already.
  if (status === 400 && /already exists/.test(text)) return;
  if (status >= 300) throw new EngineError(`Ray does not take the job: ${text.slice(0, 300)}`);
}

/**
 * Asks how a job is doing.
 *
 * @param cluster The cluster.
 * @param id The job's name.
 * @returns What Ray says; `undefined` where it does not know the job, as after a new start.
 *
 * @example
 * ```ts ignore
 * import { rayJob } from "./ray_client.ts";
 * (await rayJob(cluster, "a"))?.status; // "RUNNING"
 * ```
 */
export async function rayJob(cluster: RayCluster, id: string): Promise<RayJob | undefined> {
  const { status, text } = await askRay(cluster, `/api/jobs/${id}`);
  return status === 404 ? undefined : JSON.parse(text);
}

/**
 * Lists all jobs that were handed in.
 *
 * @param cluster The cluster.
 * @returns The jobs, finished ones too.
 *
 * @example
 * ```ts ignore
 * import { rayJobs } from "./ray_client.ts";
 * (await rayJobs(cluster)).filter(({ status }) => status === "PENDING").length;
 * ```
 */
export async function rayJobs(cluster: RayCluster): Promise<RayJob[]> {
  const { text } = await askRay(cluster, "/api/jobs/");
  return (JSON.parse(text) as RayJob[]).filter((job) => job.submission_id);
}

/**
 * Fetches what a job printed.
 *
 * @param cluster The cluster.
 * @param id The job's name.
 * @returns The text; `""` where its machine is gone.
 *
 * @example
 * ```ts ignore
 * import { rayJobLog } from "./ray_client.ts";
 * await rayJobLog(cluster, "a"); // "deno 2.9.6 …"
 * ```
 */
export async function rayJobLog(cluster: RayCluster, id: string): Promise<string> {
  const once = { ...cluster, patienceMs: 0 };
  const answer = await askRay(once, `/api/jobs/${id}/logs`).catch(() => undefined);
  return answer?.status === 200 ? JSON.parse(answer.text).logs ?? "" : "";
}

/**
 * Asks a job to stop.
 *
 * @param cluster The cluster.
 * @param id The job's name.
 *
 * @example
 * ```ts ignore
 * import { stopRayJob } from "./ray_client.ts";
 * await stopRayJob(cluster, "a");
 * ```
 */
export async function stopRayJob(cluster: RayCluster, id: string): Promise<void> {
  await askRay(cluster, `/api/jobs/${id}/stop`, { method: "POST" });
}

/**
 * Lists the cluster's machines that are alive.
 *
 * @param cluster The cluster.
 * @returns The machines with what they have.
 *
 * @example
 * ```ts ignore
 * import { rayNodes } from "./ray_client.ts";
 * (await rayNodes(cluster)).map(({ resources_total }) => resources_total.CPU); // [16, 16]
 * ```
 */
export async function rayNodes(cluster: RayCluster): Promise<RayNode[]> {
  const { status, text } = await askRay(cluster, "/api/v0/nodes?detail=1&limit=10000");
  if (status !== 200) {
    throw new EngineError(`Ray does not list its machines: ${text.slice(0, 300)}`);
  }
  const nodes: RayNode[] = JSON.parse(text).data.result.result;
  return nodes.filter(({ state }) => state === "ALIVE");
}

/** A failed connection in few words: the cause says more than "fetch failed". */
function plainly(error: Error): string {
  if (error.name === "TimeoutError") return "it takes too long";
  const cause = error.cause instanceof Error ? error.cause.message : "";
  const text = `${error.message} ${cause}`;
  const known = /Connection refused|ECONNREFUSED|dns error|No route|reset|unreachable/i.exec(text);
  if (!known) return (cause || error.message).split("\n")[0];
  return known[0] === "ECONNREFUSED" ? "connection refused" : known[0].toLowerCase();
}
