import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { runCommand } from "../setup/run_command.ts";

/** A kernelspec: how Jupyter starts a kernel. */
export interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
  env: Record<string, string>;
}

/**
 * Describes the Deno kernel.
 *
 * No `interrupt_mode`: the stop button must send SIGINT, which `lib/kernel/notebook.ts` turns into
 * an abort.
 *
 * @param deno Path of a Deno binary that stays where it is.
 * @returns The kernelspec.
 *
 * @example
 * ```ts
 * import { denoKernelspec } from "./install_kernel.ts";
 * denoKernelspec("/project/.venv/bin/deno").argv[1]; // "jupyter"
 * ```
 */
export function denoKernelspec(deno: string): Kernelspec {
  return {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
  };
}

/**
 * Puts the Deno kernel into a Python environment, with a copy of the Deno binary that runs this
 * code: one in a package manager's cache would vanish when the cache is cleaned.
 *
 * @param venv The environment's folder, absolute.
 * @returns The kernelspec's file.
 *
 * @example
 * ```ts ignore
 * import { installKernel } from "./install_kernel.ts";
 * await installKernel("/project/.venv");
 * ```
 */
export async function installKernel(venv: string): Promise<string> {
  const deno = join(venv, "bin", "deno");
  const { stdout } = await runCommand([deno, "--version"]);
  if (!stdout.startsWith(`deno ${Deno.version.deno} `)) {
    const part = `${deno}.${crypto.randomUUID()}.part`;
    await Deno.copyFile(Deno.execPath(), part);
    await Deno.chmod(part, 0o755);
    await Deno.rename(part, deno);
  }
  const file = join(venv, "share", "jupyter", "kernels", "deno", "kernel.json");
  await writeFileAtomic(file, JSON.stringify(denoKernelspec(deno), null, 2) + "\n");
  return file;
}
