import { basename, join } from "@std/path";
import { listFolder } from "lib/data/list_folder.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { readMlflowRecord } from "lib/experiments/mlflow_log.ts";
import {
  askMlflow,
  beginMlflowRun,
  type MlflowServer,
  uploadToMlflow,
} from "lib/experiments/mlflow_server.ts";

/** Options of {@linkcode sendStudy}. */
export interface SendStudyOptions {
  server: MlflowServer;
  /** Name of the MLflow experiment. Default `"chest-xray-notebooks"`. */
  experiment?: string;
}

/**
 * Sends what belongs to a study as a whole, not to one run: figures, `results.csv`, `split.csv` and
 * the executed notebooks' pages, as a run named after the folder. An older one is replaced.
 *
 * @param out The study's folder, such as `outputs/phantom-quick`.
 * @param options The server.
 * @returns How many files were sent; none where the folder holds no figures.
 * @throws {Error} Where the server fails.
 *
 * @example
 * ```ts ignore
 * import { mlflowServer } from "lib/experiments/mlflow_server.ts";
 * import { sendStudy } from "./send_study.ts";
 * const server = mlflowServer({ MLFLOW_TRACKING_URI: "http://127.0.0.1:5000" })!;
 * await sendStudy("outputs/phantom-quick", { server });
 * ```
 */
export async function sendStudy(
  out: string,
  { server, experiment = "chest-xray-notebooks" }: SendStudyOptions,
): Promise<number> {
  const files = [
    ...await filesIn(out, "figures", /\.(svg|png)$/),
    ...await filesIn(out, "notebooks", /\.html$/),
    ...await filesIn(out, "", /^(results\.csv|split\.csv|index\.html)$/),
  ];
  if (!files.some((path) => path.startsWith("figures/"))) return 0;
  const earlier = await readMlflowRecord(out);
  if (earlier?.uri === server.uri) {
    const body = { run_id: earlier.runId };
    await askMlflow(server, { endpoint: "runs/delete", body }).catch(() => {});
  }
  const name = `${basename(out)} figures and notebooks`;
  const run = await beginMlflowRun(server, { experiment, name, tags: { study: basename(out) } });
  for (const path of files) {
    await uploadToMlflow(server, { run, path, bytes: await Deno.readFile(join(out, path)) });
  }
  const body = { run_id: run.runId, status: "FINISHED", end_time: Date.now() };
  await askMlflow(server, { endpoint: "runs/update", body });
  const record = JSON.stringify({ uri: server.uri, ...run, finished: true }, null, 2);
  await writeFileAtomic(join(out, "mlflow.json"), record + "\n");
  return files.length;
}

async function filesIn(out: string, folder: string, pattern: RegExp): Promise<string[]> {
  return (await listFolder(join(out, folder)))
    .filter(({ name, isFile }) => isFile && pattern.test(name))
    .map(({ name }) => folder === "" ? name : `${folder}/${name}`);
}
