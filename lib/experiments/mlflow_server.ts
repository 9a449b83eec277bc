/** An MLflow tracking server, over its REST API 2.0. */
export interface MlflowServer {
  /** Address without a slash at its end. */
  uri: string;
  /** Sends what belongs to a login. */
  headers: Record<string, string>;
}

/** A run on a server. */
export interface MlflowRun {
  runId: string;
  experimentId: string;
  /** Where its files go: `mlflow-artifacts:/…` where the server takes them itself. */
  artifactUri: string;
}

/** Longest wait for one answer; a file may take longer. */
const ANSWER_MS = 30_000; // a training blocks the thread for seconds, so an answer may be seen late
const UPLOAD_MS = 300_000;

/**
 * Finds the server that the environment names: `MLFLOW_TRACKING_URI`, with
 * `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`.
 *
 * @param env Environment variables.
 * @returns The server; `undefined` where none is named.
 * @throws {TypeError} Where the address is no http address.
 *
 * @example
 * ```ts
 * import { mlflowServer } from "lib/experiments/mlflow_server.ts";
 * mlflowServer({ MLFLOW_TRACKING_URI: "http://127.0.0.1:5000/" })?.uri; // "http://127.0.0.1:5000"
 * ```
 */
export function mlflowServer(env: Record<string, string | undefined>): MlflowServer | undefined {
  const address = env.MLFLOW_TRACKING_URI;
  if (!address) return undefined;
  if (!/^https?:\/\/./.test(address)) {
    throw new TypeError(
      `MLFLOW_TRACKING_URI is the http address of a server, not "${address}"; ` +
        "start one with: mlflow server",
    );
  }
  const { MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password = "" } = env;
  const authorization = env.MLFLOW_TRACKING_TOKEN
    ? `Bearer ${env.MLFLOW_TRACKING_TOKEN}`
    : user && `Basic ${btoa(`${user}:${password}`)}`;
  return {
    uri: address.replace(/\/+$/, ""),
    headers: authorization ? { authorization } : {},
  };
}

/**
 * Asks the server; `GET` where there is no body.
 *
 * @param server The server.
 * @param request Endpoint below `api/2.0/mlflow/`, and the body.
 * @returns The answer's JSON.
 * @throws {Error} Where the server cannot be reached or refuses, with its reason.
 *
 * @example
 * ```ts ignore
 * import { askMlflow } from "lib/experiments/mlflow_server.ts";
 * const server = { uri: "http://127.0.0.1:5000", headers: {} };
 * await askMlflow(server, { endpoint: "experiments/create", body: { name: "films" } });
 * ```
 */
export async function askMlflow<T = Record<string, never>>(
  server: MlflowServer,
  { endpoint, body }: { endpoint: string; body?: unknown },
): Promise<T> {
  const response = await send(server, `/api/2.0/mlflow/${endpoint}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return await response.json();
}

/**
 * Begins a run in an experiment, which is made where it is missing.
 *
 * @param server The server.
 * @param options Name of the experiment, name of the run, tags.
 * @returns The run.
 * @throws {Error} Where the server cannot be reached or refuses.
 *
 * @example
 * ```ts ignore
 * import { beginMlflowRun } from "lib/experiments/mlflow_server.ts";
 * const server = { uri: "http://127.0.0.1:5000", headers: {} };
 * await beginMlflowRun(server, { experiment: "films", name: "A seed 1", tags: {} });
 * ```
 */
export async function beginMlflowRun(
  server: MlflowServer,
  { experiment, name, tags }: { experiment: string; name: string; tags: Record<string, string> },
): Promise<MlflowRun> {
  const experimentId = await experimentIdOf(server, experiment);
  const { run: { info } } = await askMlflow<
    { run: { info: { run_id: string; artifact_uri: string } } }
  >(server, {
    endpoint: "runs/create",
    body: {
      experiment_id: experimentId,
      run_name: name,
      start_time: Date.now(),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
  });
  return { runId: info.run_id, experimentId, artifactUri: info.artifact_uri };
}

/**
 * Hands a file to the server, which keeps it with a run.
 *
 * @param server The server; it must take files itself (`mlflow server` does, unless told not to).
 * @param options The run, the file's path there, such as `model/model.json`, and its bytes.
 * @throws {Error} Where the server cannot be reached, refuses, or keeps files elsewhere.
 *
 * @example
 * ```ts ignore
 * import { beginMlflowRun, uploadToMlflow } from "lib/experiments/mlflow_server.ts";
 * const server = { uri: "http://127.0.0.1:5000", headers: {} };
 * const run = await beginMlflowRun(server, { experiment: "films", name: "A", tags: {} });
 * await uploadToMlflow(server, { run, path: "note.txt", bytes: new TextEncoder().encode("hello") });
 * ```
 */
export async function uploadToMlflow(
  server: MlflowServer,
  { run, path, bytes }: { run: MlflowRun; path: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const [, root] = /^mlflow-artifacts:\/+(?:[^/]+:\d+\/)?(.*)$/.exec(run.artifactUri) ?? [];
  if (root === undefined) {
    throw new Error(
      `The server keeps files at "${run.artifactUri}", not with itself; start it with: ` +
        "mlflow server --serve-artifacts --artifacts-destination FOLDER, and a new experiment",
    );
  }
  const place = `${root}/${path}`.split("/").map(encodeURIComponent).join("/");
  const response = await send(server, `/api/2.0/mlflow-artifacts/artifacts/${place}`, {
    method: "PUT",
    body: bytes,
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  await response.body?.cancel();
}

async function experimentIdOf(server: MlflowServer, name: string): Promise<string> {
  const query = new URLSearchParams({ experiment_name: name });
  const find = async () => {
    const endpoint = `experiments/get-by-name?${query}`;
    const { experiment } = await askMlflow<{ experiment: { experiment_id: string } }>(server, {
      endpoint,
    });
    return experiment.experiment_id;
  };
  try {
    return await find();
  } catch (error) {
    if (!/RESOURCE_DOES_NOT_EXIST/.test((error as Error).message)) throw error;
  }
  try {
    const endpoint = "experiments/create";
    const made = await askMlflow<{ experiment_id: string }>(server, { endpoint, body: { name } });
    return made.experiment_id;
  } catch (error) {
    if (!/RESOURCE_ALREADY_EXISTS/.test((error as Error).message)) throw error;
    return await find(); // another process was quicker
  }
}

async function send(server: MlflowServer, path: string, init: RequestInit): Promise<Response> {
  const headers = { ...init.headers, ...server.headers };
  let response: Response;
  try {
    response = await fetch(server.uri + path, { ...init, headers });
  } catch (error) {
    const { message, cause } = error as Error;
    const said = cause instanceof Error ? cause.message : message;
    const reason = said.replace(/^error sending request for url \(\S*\): /, "");
    throw new Error(`Cannot reach ${server.uri}: ${reason}`, { cause: error });
  }
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 400);
  throw new Error(`${server.uri} refused ${path} (${response.status}): ${text}`);
}
