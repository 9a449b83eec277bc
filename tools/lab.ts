/**
 * `deno task lab`: JupyterLab with the Deno kernel, opened on the notebooks, while TensorFlow's
 * set-up goes on behind it where it is still to be done.
 *
 * Needs read, write, env, sys and run (uv, python3, JupyterLab, the Deno binary).
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { beginSetUp } from "./lab/begin_setup.ts";
import { installKernel } from "./lab/install_kernel.ts";
import { jupyterSettings } from "./lab/jupyter_settings.ts";
import { writeLabSettings } from "./lab/lab_settings.ts";
import { makePythonEnvironment } from "./lab/python_environment.ts";
import { withLock } from "./setup/with_lock.ts";
import { portOption, runServer } from "./setup/run_server.ts";

/** The JupyterLab that is installed. */
export const jupyterLab = "jupyterlab==4.6.6";

const usage = `Usage: deno task lab [options]

  --no-browser    print the address and open no browser
  --port N        listen there (default: 8888 or the next that is free)
  --all-addresses listen on every address of this machine, with a token: for containers only
  --install-only  make JupyterLab and the kernel ready and stop
`;

/**
 * Makes JupyterLab and our kernel ready in a project's `.venv`; costs nothing where they are.
 *
 * @param root The project's root, absolute.
 * @param say Takes lines for the user.
 * @returns The environment's folder.
 * @throws {Error} Where Python is missing or the install fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * import { installLab } from "./lab.ts";
 * await installLab("/project", console.log);
 * ```
 */
export async function installLab(root: string, say: (line: string) => void): Promise<string> {
  const venv = join(root, ".venv");
  const record = join(venv, "jupyterlab.json");
  // A virtual environment cannot be moved, so the record also says where it was made.
  const wanted = JSON.stringify({
    packages: [jupyterLab],
    venv,
    deno: Deno.version.deno,
    settings: 1,
  });
  const isReady = async () => await Deno.readTextFile(record).catch(() => "") === wanted;
  if (await isReady()) return venv;
  await withLock(join(root, ".venv.lock"), {
    onWait: () => say("Waiting for another process that installs JupyterLab"),
    body: async () => {
      if (await isReady()) return;
      await makePythonEnvironment({ venv, packages: [jupyterLab], say });
      await installKernel(venv);
      await writeLabSettings(venv);
      await Deno.mkdir(join(venv, "jupyter"), { recursive: true });
      await writeFileAtomic(record, wanted);
      say(`JupyterLab and the Deno kernel are ready in ${venv}`);
    },
  });
  return venv;
}

/**
 * Gives the arguments that open JupyterLab on a project's notebooks.
 *
 * @param root The project's root, absolute.
 * @param options Whether to open a browser, the port, and whether other machines may connect.
 * @returns Arguments for `jupyter-lab`.
 *
 * @example
 * ```ts
 * import { labArguments } from "./lab.ts";
 * labArguments("/project", { browser: false }).includes("--no-browser"); // true
 * ```
 */
export function labArguments(
  root: string,
  options: { browser: boolean; port?: number; allAddresses?: boolean },
): string[] {
  const { browser, port, allAddresses = false } = options;
  return [
    `--ServerApp.root_dir=${root}`,
    "--FileContentsManager.preferred_dir=notebooks",
    "--MultiKernelManager.default_kernel_name=deno",
    "--ServerApp.answer_yes=True", // Ctrl-C stops without a question
    ...(Deno.uid() === 0 ? ["--allow-root"] : []), // as in containers; it listens here alone
    ...(browser ? [] : ["--no-browser"]),
    ...(allAddresses ? ["--ServerApp.ip=0.0.0.0"] : []),
    ...(port === undefined ? [] : [`--port=${port}`]),
  ];
}

function readOptions(args: string[]) {
  const options = {
    "no-browser": { type: "boolean" },
    "install-only": { type: "boolean" },
    "all-addresses": { type: "boolean" },
    port: { type: "string" },
  } as const;
  const { values } = parseArgs({ args, options });
  const port = portOption(values.port);
  const allAddresses = values["all-addresses"] === true;
  if (allAddresses && Deno.env.get("JUPYTER_TOKEN") === "") {
    throw new RangeError(
      "Option --all-addresses needs a token, but JUPYTER_TOKEN is empty: unset it",
    );
  }
  return {
    browser: !values["no-browser"],
    installOnly: values["install-only"] === true,
    allAddresses,
    port,
  };
}

async function main(args: string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args[0] === "--" ? args.slice(1) : args); // as npm's users write
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  try {
    const root = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
    if (options.installOnly) {
      await installLab(root, console.log);
      return 0;
    }
    const lab = installLab(root, console.log);
    const [venv, setUp] = await Promise.all([
      lab,
      beginSetUp(root, { say: console.log, after: lab }),
    ]);
    await Deno.mkdir(join(root, "notebooks"), { recursive: true });
    try {
      return await runServer(join(venv, "bin", "jupyter-lab"), {
        args: labArguments(root, options),
        cwd: root,
        env: jupyterSettings(venv, Deno.env.toObject()),
      });
    } finally {
      setUp?.stop();
    }
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
