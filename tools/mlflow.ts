/**
 * `deno task mlflow [DIR]`: sends trainings that an MLflow server has not been sent yet.
 *
 * Needs read, write, env, sys, ffi (a canvas) and net to the server.
 *
 * @module
 */
import { fromFileUrl, join, resolve } from "@std/path";
import { mlflowServer } from "lib/experiments/mlflow_server.ts";
import { sendRuns } from "./mlflow/send_runs.ts";
import { sendStudy } from "./mlflow/send_study.ts";

const usage = `Usage: MLFLOW_TRACKING_URI=http://127.0.0.1:5000 deno task mlflow [DIR]

Sends the finished trainings in DIR (default: outputs) that the server does not have yet:
parameters, numbers of each epoch, curves, confusion matrices, model; and for each study its
figures and executed notebooks. Login: MLFLOW_TRACKING_USERNAME and _PASSWORD, or _TOKEN.
`;

/**
 * Sends what a folder holds: its runs, and its studies.
 *
 * @param dir Folder of a study or of several.
 * @param options Environment variables, and where lines for the user go.
 * @throws {Error} Where no server is named, or it fails.
 *
 * @example
 * ```ts ignore
 * import { sendAll } from "./mlflow.ts";
 * await sendAll("outputs", { env: Deno.env.toObject(), say: console.log });
 * ```
 */
export async function sendAll(
  dir: string,
  { env, say }: { env: Record<string, string | undefined>; say: (line: string) => void },
): Promise<void> {
  const server = mlflowServer(env);
  if (server === undefined) {
    throw new Error("No MLflow server is named: set MLFLOW_TRACKING_URI to its http address");
  }
  const { sent, known } = await sendRuns(dir, { server, env, say });
  const experiment = env.MLFLOW_EXPERIMENT_NAME || undefined;
  let files = 0;
  for (const study of await studiesIn(dir)) files += await sendStudy(study, { server, experiment });
  say(`${sent} trainings and ${files} files of studies sent to ${server.uri}; it had ${known}`);
}

/**
 * Sends what a folder holds where `MLFLOW_TRACKING_URI` names a server; else, and where it fails,
 * nothing is lost but a line of warning.
 *
 * @param dir Folder of a run, a study or of several.
 *
 * @example
 * ```ts ignore
 * import { sendWhereNamed } from "./mlflow.ts";
 * await sendWhereNamed("outputs/phantom-quick");
 * ```
 */
export async function sendWhereNamed(dir: string): Promise<void> {
  const env = Deno.env.toObject();
  if (!env.MLFLOW_TRACKING_URI) return;
  await sendAll(dir, { env, say: () => {} }).catch((error) => {
    const reason = (error as Error).message;
    if (reason === "MLflow takes no more") return; // it has been warned of
    console.warn(`MLflow lacks something: ${reason}. To send it later: deno task mlflow`);
  });
}

/** The studies in a folder, or the folder itself. */
async function studiesIn(dir: string): Promise<string[]> {
  const isStudy = (folder: string) =>
    Deno.stat(join(folder, "data.json")).then(() => true, () => false);
  if (await isStudy(dir)) return [dir];
  const studies: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    if (isDirectory && await isStudy(join(dir, name))) studies.push(join(dir, name));
  }
  return studies.sort();
}

async function main(args: string[]): Promise<number> {
  if (args.some((arg) => arg.startsWith("-")) || args.length > 1) {
    console.log(usage);
    return args.includes("--help") || args.includes("-h") ? 0 : 2;
  }
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const outputs = fromFileUrl(new URL("../outputs", import.meta.url));
  try {
    const dir = args.length > 0 ? resolve(caller, args[0]) : outputs;
    await sendAll(dir, { env: Deno.env.toObject(), say: console.log });
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
