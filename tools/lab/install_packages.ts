import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { withLock } from "../setup/with_lock.ts";
import { makePythonEnvironment } from "./python_environment.ts";

/** Options of {@linkcode installPackages}. */
export interface InstallPackagesOptions {
  /** Packages with versions, such as `["tensorboard==2.21.0"]`. */
  packages: readonly string[];
  /** Takes lines for the user. */
  say: (line: string) => void;
}

/**
 * Makes Python packages ready in a project's `.venv`, which JupyterLab shares; costs nothing where
 * they are.
 *
 * @param root The project's root, absolute.
 * @param options See {@linkcode InstallPackagesOptions}.
 * @returns The environment's folder.
 * @throws {Error} Where Python is missing or the install fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * import { installPackages } from "./install_packages.ts";
 * await installPackages("/project", { packages: ["tensorboard==2.21.0"], say: console.log });
 * ```
 */
export async function installPackages(
  root: string,
  { packages, say }: InstallPackagesOptions,
): Promise<string> {
  const venv = join(root, ".venv");
  const record = join(venv, `${packages[0].replace(/[^\w-].*/, "")}.json`);
  // A virtual environment cannot be moved, so the record also says where it was made.
  const wanted = JSON.stringify({ packages, venv });
  const isReady = async () => await Deno.readTextFile(record).catch(() => "") === wanted;
  if (await isReady()) return venv;
  await withLock(join(root, ".venv.lock"), {
    onWait: () => say("Waiting for another process that installs Python packages"),
    body: async () => {
      if (await isReady()) return;
      await makePythonEnvironment({ venv, packages, say });
      await writeFileAtomic(record, wanted);
    },
  });
  return venv;
}
