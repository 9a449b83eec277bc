import { join } from "@std/path";

/**
 * Gives the variables that keep Jupyter's files inside the environment, and those that the user has
 * set as they are.
 *
 * @param venv The environment's folder, absolute.
 * @param env The user's variables.
 * @returns Variables for Jupyter's process.
 *
 * @example
 * ```ts
 * import { jupyterSettings } from "./jupyter_settings.ts";
 * jupyterSettings("/project/.venv", {}).JUPYTER_RUNTIME_DIR; // "/project/.venv/jupyter/runtime"
 * ```
 */
export function jupyterSettings(
  venv: string,
  env: Record<string, string | undefined>,
): Record<string, string> {
  const folder = (name: string) => join(venv, "jupyter", name);
  const settings = {
    JUPYTER_CONFIG_DIR: folder("config"),
    JUPYTER_DATA_DIR: folder("data"),
    JUPYTER_RUNTIME_DIR: folder("runtime"),
    IPYTHONDIR: folder("ipython"),
  };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, env[name] || value]),
  );
}
