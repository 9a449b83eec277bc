import { join } from "@std/path";
import { lastLines, runCommand } from "../setup/run_command.ts";

/** Where an environment is made and who hears of it. */
export interface PythonEnvironmentOptions {
  /** The environment's folder. */
  venv: string;
  /** Packages with versions, such as `["jupyterlab==4.6.6"]`. */
  packages: readonly string[];
  /** Takes lines for the user. */
  say: (line: string) => void;
}

/**
 * Makes a Python environment with packages from PyPI: with uv where it is there, else with venv and
 * pip. What a killed run left is completed.
 *
 * Nothing is written outside the environment: package caches are off.
 *
 * @param options Folder and packages.
 * @throws {Error} Where there is neither uv nor Python 3 with pip, or the install fails, with the
 * last lines of what the installer said.
 *
 * @example
 * ```ts ignore
 * import { makePythonEnvironment } from "./python_environment.ts";
 * await makePythonEnvironment({ venv: ".venv", packages: ["nbclient==0.10.2"], say: console.log });
 * ```
 */
export async function makePythonEnvironment(options: PythonEnvironmentOptions): Promise<void> {
  const { venv, packages, say } = options;
  const python = join(venv, "bin", "python");
  const uv = (await runCommand(["uv", "--version"])).success;
  if (!(await runCommand([python, "--version"])).success) {
    say(`Making a Python environment in ${venv} with ${uv ? "uv" : "venv and pip"}`);
    if (uv) await must(["uv", "venv", "--allow-existing", venv]);
    else await makeVenv(venv, python);
  }
  say(`Installing ${packages.join(", ")} (a minute at most on a fair line)`);
  if (uv) {
    await must(["uv", "pip", "install", "--no-cache", "--python", python, ...packages]);
    return;
  }
  if (!(await runCommand([python, "-m", "pip", "--version"])).success) await bringPip(python);
  const pip = [python, "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check"];
  await must([...pip, "--quiet", ...packages]);
}

async function makeVenv(venv: string, python: string): Promise<void> {
  const version = await runCommand(["python3", "--version"]);
  if (!version.success) {
    throw new Error(
      `Cannot run python3 (${version.problem}): JupyterLab is a Python program; install Python 3 ` +
        'with pip (Debian, Ubuntu: "sudo apt install python3-venv python3-pip"), or uv, and try again',
    );
  }
  if ((await runCommand(["python3", "-m", "venv", venv])).success) return;
  // Debian leaves out what venv installs pip from; an environment without pip can still be made.
  const bare = await runCommand(["python3", "-m", "venv", "--clear", "--without-pip", venv]);
  if (!bare.success || !(await runCommand([python, "--version"])).success) {
    throw new Error(
      `Cannot make a Python environment in "${venv}" (${bare.problem}): ` +
        'install venv (Debian, Ubuntu: "sudo apt install python3-venv"), or uv, and try again' +
        `\n${lastLines(bare.output)}`,
    );
  }
}

/** Puts pip into an environment that was made without it, with the pip of the system's Python. */
async function bringPip(python: string): Promise<void> {
  const where = 'import sysconfig; print(sysconfig.get_paths()["purelib"])';
  const target = (await must([python, "-c", where])).trim();
  const pip = ["python3", "-m", "pip"];
  const args = ["install", "--no-cache-dir", "--quiet", "--target", target, "pip"];
  const { success, output } = await runCommand([...pip, ...args]);
  if (!success) {
    throw new Error(
      "Cannot bring pip into the Python environment: install pip and venv (Debian, Ubuntu: " +
        `"sudo apt install python3-venv python3-pip"), or uv, and try again\n${lastLines(output)}`,
    );
  }
}

async function must(command: string[]): Promise<string> {
  const { success, stdout, output, problem } = await runCommand(command);
  if (success) return stdout;
  throw new Error(`Cannot run "${command.join(" ")}": ${problem}\n${lastLines(output)}`);
}
