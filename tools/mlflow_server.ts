/**
 * `deno task mlflow-server`: an MLflow server of one's own, on this machine only.
 *
 * Needs read, write, env, sys and run (uv or python3, MLflow).
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { makePythonEnvironment } from "./lab/python_environment.ts";
import { lastLines, runCommand } from "./setup/run_command.ts";
import { withLock } from "./setup/with_lock.ts";
import { portOption, runServer } from "./setup/run_server.ts";

/** The MLflow that is installed, and what installs its ninety packages in half the time. */
const packages = { mlflow: "mlflow==3.17.2", uv: "uv==0.11.32" };

const usage = `Usage: deno task mlflow-server [options]

Starts MLflow on this machine, with its data in outputs/mlflow. In another terminal:
export MLFLOW_TRACKING_URI=http://127.0.0.1:5000, then train, or: deno task mlflow

  --port N        listen there (default: 5000)
  --dir DIR       keep the data there
  --install-only  make MLflow ready in the cache and stop
`;

/**
 * Makes MLflow ready in the cache; costs nothing where it is.
 *
 * @param say Takes lines for the user.
 * @returns The Python environment's folder.
 * @throws {Error} Where Python is missing or the install fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * import { installMlflow } from "./mlflow_server.ts";
 * await installMlflow(console.log);
 * ```
 */
export async function installMlflow(say: (line: string) => void): Promise<string> {
  const venv = join(cacheDir(), packages.mlflow.replace("==", "-"));
  const record = join(venv, "ready.json");
  const isReady = () => Deno.stat(record).then(() => true, () => false);
  if (await isReady()) return venv;
  await withLock(`${venv}.lock`, {
    onWait: () => say("Waiting for another process that installs MLflow"),
    body: async () => {
      if (await isReady()) return;
      await makePythonEnvironment({ venv, packages: [packages.uv], say });
      say(`Installing ${packages.mlflow} (about 700 MB, half a minute on a fair line)`);
      const uv = [join(venv, "bin", "uv"), "pip", "install", "--no-cache", "--quiet"];
      const python = ["--python", join(venv, "bin", "python")];
      const { success, problem, output } = await runCommand([...uv, ...python, packages.mlflow]);
      if (!success) {
        throw new Error(`Cannot install ${packages.mlflow}: ${problem}\n${lastLines(output)}`);
      }
      await writeFileAtomic(record, JSON.stringify(packages));
    },
  });
  return venv;
}

/**
 * Gives the arguments of a server that listens on this machine only and keeps files itself.
 *
 * @param dir Folder of its data.
 * @param port Where to listen.
 * @returns Arguments for `mlflow`.
 *
 * @example
 * ```ts
 * import { mlflowArguments } from "./mlflow_server.ts";
 * mlflowArguments("/data", 5000)[0]; // "server"
 * ```
 */
export function mlflowArguments(dir: string, port: number): string[] {
  const data = [
    `--backend-store-uri=sqlite:///${join(dir, "mlflow.db")}`,
    `--artifacts-destination=${join(dir, "artifacts")}`,
  ];
  return [
    "server",
    "--host=127.0.0.1",
    `--port=${port}`,
    "--workers=1",
    "--serve-artifacts",
    ...data,
  ];
}

async function serve(venv: string, { dir, port }: { dir: string; port: number }): Promise<number> {
  await Deno.mkdir(dir, { recursive: true });
  return await runServer(join(venv, "bin", "mlflow"), {
    args: mlflowArguments(dir, port),
    cwd: dir,
    env: {
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false", // for language models; it costs seconds
      MLFLOW_TRACKING_URI: "",
    },
  });
}

async function main(args: string[]): Promise<number> {
  const options = {
    port: { type: "string", default: "5000" },
    dir: { type: "string" },
    "install-only": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    const { values } = parseArgs({ args, options });
    const port = portOption(values.port)!;
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const venv = await installMlflow(console.log);
    if (values["install-only"]) return 0;
    const dir = values.dir ?? fromFileUrl(new URL("../outputs/mlflow", import.meta.url));
    return await serve(venv, { dir, port });
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
