import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { makePythonEnvironment } from "../lab/python_environment.ts";
import { lastLines, runCommand } from "../setup/run_command.ts";
import { withLock } from "../setup/with_lock.ts";

/** The Ray that is installed, and what installs it in half the time. */
const PACKAGES = { ray: "ray[default]==2.60.0", uv: "uv==0.11.32" };

/**
 * Tells where Ray is kept once it is installed.
 *
 * @returns Path of the `ray` program in the cache, and whether it is there.
 *
 * @example
 * ```ts
 * import { findRay } from "./install_ray.ts";
 * (await findRay()).isThere;
 * ```
 */
export async function findRay(): Promise<{ ray: string; venv: string; isThere: boolean }> {
  const venv = join(cacheDir(), "ray-2.60.0");
  const isThere = await Deno.stat(join(venv, "ready.json")).then(() => true, () => false);
  return { ray: join(venv, "bin", "ray"), venv, isThere };
}

/**
 * Makes Ray ready in the cache; costs nothing where it is.
 *
 * @param say Takes lines for the user.
 * @returns Path of the `ray` program.
 * @throws {Error} Where Python is missing or the install fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * import { installRay } from "./install_ray.ts";
 * await installRay(console.log); // "/home/ada/.cache/chest-xray-notebooks/ray-2.60.0/bin/ray"
 * ```
 */
export async function installRay(say: (line: string) => void): Promise<string> {
  const { ray, venv, isThere } = await findRay();
  if (isThere) return ray;
  await withLock(`${venv}.lock`, {
    onWait: () => say("Waiting for another process that installs Ray"),
    body: async () => {
      if ((await findRay()).isThere) return;
      await makePythonEnvironment({ venv, packages: [PACKAGES.uv], say });
      say(`Installing ${PACKAGES.ray} (about 380 MB)`);
      const uv = [join(venv, "bin", "uv"), "pip", "install", "--no-cache", "--quiet"];
      const python = ["--python", join(venv, "bin", "python")];
      const { success, problem, output } = await runCommand([...uv, ...python, PACKAGES.ray]);
      if (!success) {
        throw new Error(`Cannot install ${PACKAGES.ray}: ${problem}\n${lastLines(output)}`);
      }
      await writeFileAtomic(join(venv, "ready.json"), JSON.stringify(PACKAGES));
    },
  });
  return ray;
}
