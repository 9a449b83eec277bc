import { dirname, join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { type MlflowRecord, openMlflowLog, readMlflowRecord } from "lib/experiments/mlflow_log.ts";
import { type MlflowServer, uploadToMlflow } from "lib/experiments/mlflow_server.ts";
import { readRun } from "lib/experiments/run.ts";
import { runFigures } from "./run_figures.ts";

/** What has been sent, and what was there already. */
export interface SentRuns {
  sent: number;
  /** Runs that the server had been sent before, with figures. */
  known: number;
}

/** Options of {@linkcode sendRuns}. */
export interface SendRunsOptions {
  server: MlflowServer;
  /** Environment variables, for the server's name and login. */
  env: Record<string, string | undefined>;
  /** Takes lines for the user. */
  say: (line: string) => void;
}

/**
 * Sends to an MLflow server what it lacks of the finished runs in a folder: whole runs that it did
 * not follow, and the figures of those that it did.
 *
 * @param dir A run's folder, a study's, or one of several studies.
 * @param options See {@linkcode SendRunsOptions}.
 * @returns How many were sent and how many it knew.
 * @throws {Error} Where the server fails; what was sent stays known.
 *
 * @example
 * ```ts ignore
 * import { mlflowServer } from "lib/experiments/mlflow_server.ts";
 * import { sendRuns } from "./send_runs.ts";
 * const env = { MLFLOW_TRACKING_URI: "http://127.0.0.1:5000" };
 * await sendRuns("outputs", { server: mlflowServer(env)!, env, say: console.log });
 * ```
 */
export async function sendRuns(dir: string, options: SendRunsOptions): Promise<SentRuns> {
  const { server, say } = options;
  const counts: SentRuns = { sent: 0, known: 0 };
  for (const folder of await runFolders(dir)) {
    const before = await readMlflowRecord(folder) as Sent | undefined;
    if (before?.figures && before.uri === server.uri) {
      counts.known++;
      continue;
    }
    const record = await sendRun(folder, before, options);
    const finished = (await readRun(folder))!;
    for (const [name, bytes] of Object.entries(runFigures(finished))) {
      await uploadToMlflow(server, { run: record, path: `figures/${name}`, bytes });
    }
    await writeFileAtomic(
      join(folder, "mlflow.json"),
      JSON.stringify({ ...record, figures: true }, null, 2) + "\n",
    );
    counts.sent++;
    say(`Sent ${finished.run.experiment}, seed ${finished.run.seed}, ${finished.run.data}`);
  }
  return counts;
}

/** A record of a run whose figures have been sent, too. */
type Sent = MlflowRecord & { figures?: boolean };

/** Sends the run itself, unless the server followed it to its end. */
async function sendRun(
  folder: string,
  before: Sent | undefined,
  { server, env }: SendRunsOptions,
): Promise<MlflowRecord> {
  if (before?.finished && before.uri === server.uri) return before;
  const finished = (await readRun(folder))!;
  const warnings: string[] = [];
  const log = openMlflowLog(folder, finished.run, { env, warn: (line) => warnings.push(line) });
  log.write(finished.history);
  await log.finish(finished);
  const record = await readMlflowRecord(folder);
  if (warnings.length > 0 || !record?.finished) {
    throw new Error(warnings[0]?.replace(/\. Nothing is lost.*/, "") ?? "MLflow takes no more");
  }
  return record;
}

/** The folders of finished runs in a folder, that folder included. */
async function runFolders(dir: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string, depth: number) => {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      if (isFile && name === "run.json") found.push(folder);
      if (isDirectory && depth > 0 && !name.startsWith(".")) {
        await walk(join(folder, name), depth - 1);
      }
    }
  };
  await walk(dir, 4);
  return found.sort((a, b) => dirname(a) < dirname(b) ? -1 : 1);
}
