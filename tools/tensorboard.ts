/**
 * `deno task tensorboard [DIR]`: TensorBoard on the trainings under `outputs/`, on this machine only.
 *
 * Needs read, write, env, sys and run (uv, python3, TensorBoard).
 *
 * @module
 */
import { fromFileUrl, join, relative, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { installPackages } from "./lab/install_packages.ts";
import { portOption, runServer } from "./setup/run_server.ts";

/** The TensorBoard that is installed; it starts without Python's TensorFlow. */
export const tensorBoard = "tensorboard==2.21.0";

const usage = `Usage: deno task tensorboard [DIR] [options]

Shows the trainings in DIR (default: outputs), named by their folders, while they run, too.

  --port N        listen there (default: 6006 or the next that is free)
  --install-only  make TensorBoard ready and stop
`;

/**
 * Gives the arguments that show a folder's trainings on this machine only.
 *
 * @param dir The folder, absolute.
 * @param port Where to listen; a free one from 6006 on where left out.
 * @returns Arguments for `tensorboard`.
 *
 * @example
 * ```ts
 * import { tensorBoardArguments } from "./tensorboard.ts";
 * tensorBoardArguments("/project/outputs").includes("--host=127.0.0.1"); // true
 * ```
 */
export function tensorBoardArguments(dir: string, port?: number): string[] {
  const place = ["--host=127.0.0.1", ...(port === undefined ? [] : [`--port=${port}`])];
  // Each epoch is a point of its own: none is left out of long trainings.
  return [`--logdir=${dir}`, ...place, "--reload_interval=5", "--samples_per_plugin=scalars=10000"];
}

function readOptions(args: string[], { root, caller }: { root: string; caller: string }) {
  const options = {
    port: { type: "string" },
    "install-only": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const port = portOption(values.port);
  if (positionals.length > 1) throw new RangeError(`Name one folder, not ${positionals.length}`);
  const dir = positionals.length > 0 ? resolve(caller, positionals[0]) : join(root, "outputs");
  return { dir, port, installOnly: values["install-only"] === true, help: values.help === true };
}

async function main(args: string[]): Promise<number> {
  const root = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args, { root, caller });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { dir, port, installOnly, help } = options;
  if (help) {
    console.log(usage);
    return 0;
  }
  try {
    const venv = await installPackages(root, { packages: [tensorBoard], say: console.log });
    if (installOnly) return 0;
    if (!await Deno.stat(dir).then((stat) => stat.isDirectory, () => false)) {
      throw new Error(`There is no folder "${dir}": train something first, or name another folder`);
    }
    console.log(`Trainings in ${relative(caller, dir) || "."}; end with Ctrl-C`);
    return await runServer(join(venv, "bin", "tensorboard"), {
      args: tensorBoardArguments(dir, port),
    });
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
