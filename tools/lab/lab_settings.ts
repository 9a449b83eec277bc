import { join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";

/** JupyterLab's settings that differ from its own: it asks no other host for news or updates. */
const SETTINGS = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/**
 * Writes JupyterLab's settings into its environment; what a user sets in the browser goes before.
 *
 * @param venv The environment's folder, absolute.
 *
 * @example
 * ```ts ignore
 * import { writeLabSettings } from "./lab_settings.ts";
 * await writeLabSettings("/project/.venv");
 * ```
 */
export async function writeLabSettings(venv: string): Promise<void> {
  const file = join(venv, "share", "jupyter", "lab", "settings", "overrides.json");
  await Deno.mkdir(join(venv, "share", "jupyter", "lab", "settings"), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(SETTINGS, null, 2) + "\n");
}
