import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";
import type { HistoryRow } from "../training/history.ts";
import { askMlflow, beginMlflowRun, mlflowServer, uploadToMlflow } from "./mlflow_server.ts";
import type { MlflowRun, MlflowServer } from "./mlflow_server.ts";
import { epochMetrics, finalMetrics, type MlflowMetric, mlflowParams } from "./mlflow_values.ts";
import type { FinishedRun, Run } from "./run.ts";

/** A training's log on an MLflow server. */
export interface MlflowLog {
  /** Sends those epochs that are not sent yet; the training does not wait for it. */
  write(history: readonly HistoryRow[]): void;
  /** Sends the finished run's numbers and files, and waits until all is there. */
  finish(run: FinishedRun): Promise<void>;
  /** Says that the training ended early, unless it finished. */
  close(): Promise<void>;
}

/** What a run is known by from its beginning. */
export type RunStart = Pick<Run, "experiment" | "title" | "data" | "profile" | "seed" | "settings">;

/** Options of {@linkcode openMlflowLog}. */
export interface MlflowLogOptions {
  /** Environment variables; `MLFLOW_TRACKING_URI` names the server. Default: the process's. */
  env?: Record<string, string | undefined>;
  /** Takes the one line that says why the server gets nothing. Default: `console.warn`. */
  warn?: (line: string) => void;
}

/** What `mlflow.json` in a run's folder says: which run on which server it is. */
export interface MlflowRecord extends MlflowRun {
  uri: string;
  /** Whether everything is there. */
  finished: boolean;
}

/** The files of a run that the server keeps. */
const FILES = ["run.json", "history.csv", "predictions.csv"];

/** Servers that failed in this process: each is warned of once, and asked no more. */
const failed = new Set<string>();

/**
 * Lets an MLflow server follow a training, where `MLFLOW_TRACKING_URI` names one: parameters at
 * once, numbers after each epoch, in the end the model and the files of the run.
 *
 * A server that fails costs nothing but a warning: the run's folder holds everything, and
 * `deno task mlflow` sends it later. A run that goes on after a stop is sent anew.
 *
 * @param dir Folder of the run; `mlflow.json` is written there.
 * @param start What the run is known by.
 * @param options See {@linkcode MlflowLogOptions}.
 * @returns The log; one that does nothing where no server is named.
 *
 * @example
 * ```ts
 * import { openMlflowLog } from "lib/experiments/mlflow_log.ts";
 * const run = { experiment: "A", title: "Films", data: "mine", profile: "full", seed: 1 };
 * const log = openMlflowLog("no/run", { ...run, settings: {} }, { env: {} });
 * await log.close();
 * ```
 */
export function openMlflowLog(
  dir: string,
  start: RunStart,
  { env = Deno.env.toObject(), warn = console.warn }: MlflowLogOptions = {},
): MlflowLog {
  const { MLFLOW_TRACKING_URI: uri = "", MLFLOW_EXPERIMENT_NAME: name } = env;
  const giveUp = (error: unknown) => {
    if (failed.has(uri)) return;
    failed.add(uri);
    const { message } = error as Error;
    warn(`MLflow gets nothing: ${message}. Nothing is lost; to send it later: deno task mlflow`);
  };
  let queue = Promise.resolve();
  /** One step after the other, none after one that failed. */
  const enqueue = (step: (server: MlflowServer) => Promise<unknown>): Promise<void> => {
    queue = queue.then(async () => {
      if (failed.has(uri)) return;
      try {
        const server = mlflowServer(env);
        if (server) await step(server);
      } catch (error) {
        giveUp(error);
      }
    });
    return queue;
  };
  let run: MlflowRun;
  let isFinished = false;
  let written = 0;
  enqueue(async (server) => {
    await forgetUnfinished(dir, server);
    const { experiment, title, data, profile, seed, settings } = start;
    run = await beginMlflowRun(server, {
      experiment: name || "chest-xray-notebooks",
      name: `${data} ${profile} ${experiment} seed ${seed}`,
      tags: { experiment, title, data, profile },
    });
    await writeMlflowRecord(dir, { uri: server.uri, ...run, finished: false });
    const params = mlflowParams({ experiment, data, profile, seed, ...Object(settings) });
    await logBatch(server, run, { params });
  });
  return {
    write(history) {
      const metrics = epochMetrics(history.slice(written), Date.now());
      written = history.length;
      enqueue((server) => logBatch(server, run, { metrics }));
    },
    async finish(finished) {
      isFinished = true;
      await enqueue(async (server) => {
        await logBatch(server, run, { metrics: finalMetrics(finished, Date.now()) });
        for (const path of [...FILES, ...await filesOf(dir, "model")]) {
          await uploadToMlflow(server, { run, path, bytes: await Deno.readFile(join(dir, path)) });
        }
        await endRun(server, run, "FINISHED");
        await writeMlflowRecord(dir, { uri: server.uri, ...run, finished: true });
      });
    },
    async close() {
      if (!isFinished) await enqueue((server) => endRun(server, run, "KILLED"));
    },
  };
}

/**
 * Reads which MLflow run a run's folder was sent as.
 *
 * @param dir Folder of the run.
 * @returns The record; `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { readMlflowRecord } from "lib/experiments/mlflow_log.ts";
 * await readMlflowRecord("no/such/run"); // undefined
 * ```
 */
export async function readMlflowRecord(dir: string): Promise<MlflowRecord | undefined> {
  const text = await Deno.readTextFile(join(dir, "mlflow.json")).catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

async function writeMlflowRecord(dir: string, record: MlflowRecord): Promise<void> {
  await writeFileAtomic(join(dir, "mlflow.json"), JSON.stringify(record, null, 2) + "\n");
}

/** Deletes the run that an earlier, interrupted try began there. */
async function forgetUnfinished(dir: string, server: MlflowServer): Promise<void> {
  const earlier = await readMlflowRecord(dir);
  if (earlier === undefined || earlier.finished || earlier.uri !== server.uri) return;
  const body = { run_id: earlier.runId };
  await askMlflow(server, { endpoint: "runs/delete", body }).catch(() => {});
}

async function endRun(server: MlflowServer, { runId }: MlflowRun, status: string): Promise<void> {
  const body = { run_id: runId, status, end_time: Date.now() };
  await askMlflow(server, { endpoint: "runs/update", body });
}

/** Sends parameters and numbers, of which the server takes a thousand at a time. */
async function logBatch(
  server: MlflowServer,
  { runId }: MlflowRun,
  { params = {}, metrics = [] }: { params?: Record<string, string>; metrics?: MlflowMetric[] },
): Promise<void> {
  const list = Object.entries(params).map(([key, value]) => ({ key, value: value.slice(0, 6000) }));
  for (let i = 0; i === 0 || i < metrics.length; i += 900) {
    const part = { params: i === 0 ? list : [], metrics: metrics.slice(i, i + 900) };
    await askMlflow(server, { endpoint: "runs/log-batch", body: { run_id: runId, ...part } });
  }
}

async function filesOf(dir: string, folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(join(dir, folder))) {
    if (isFile) names.push(`${folder}/${name}`);
  }
  return names.sort();
}
