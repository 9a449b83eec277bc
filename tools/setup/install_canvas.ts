import { dirname, join } from "@std/path";
import { lastLines, runCommand } from "./run_command.ts";

/** Options of {@linkcode installCanvas}. */
export interface InstallCanvasOptions {
  /** Seconds that the script may take: its host is out of reach on some networks. @default 60 */
  seconds?: number;
}

/**
 * Runs skia-canvas's own install script, which downloads a binary from GitHub, with Deno alone.
 *
 * The script works in a copy of the package, and a binary that loads is moved over in one step; so
 * a download that is cut off leaves nothing behind.
 *
 * @param project Root of the clone.
 * @param options See {@linkcode InstallCanvasOptions}.
 * @returns "" where skia-canvas can draw; else why not, in a line.
 *
 * @example
 * ```ts ignore
 * const problem = await installCanvas("."); // "" or "error: Uncaught Error: getaddrinfo …"
 * ```
 */
export async function installCanvas(
  project: string,
  { seconds = 60 }: InstallCanvasOptions = {},
): Promise<string> {
  const home = await Deno.realPath(join(project, "node_modules", "skia-canvas"));
  // Beside the package, so that the script finds its dependencies.
  const copy = join(dirname(home), ".skia-canvas-setup");
  await removeFolder(copy);
  try {
    await copyFolder(home, copy);
    const downloaded = await runCommand([
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
      ...["--no-config", "--no-lock", "--node-modules-dir=manual"],
      ...["--allow-read", "--allow-env", "--allow-sys", "--allow-net", `--allow-write=${copy}`],
      ...["lib/prebuild.mjs", "download"],
    ], { cwd: copy, seconds, env: { NO_COLOR: "1" } });
    if (!downloaded.success) return firstLine(downloaded.output) || downloaded.problem;

    const loaded = await runCommand([
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
      ...["--no-config", "--no-lock", "--node-modules-dir=manual"],
      ...["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"],
      "lib/index.mjs",
    ], { cwd: copy, seconds, env: { NO_COLOR: "1" } });
    if (!loaded.success) return firstLine(loaded.output) || loaded.problem;
    await Deno.rename(join(copy, "lib", "skia.node"), join(home, "lib", "skia.node"));
    return "";
  } finally {
    await removeFolder(copy);
  }
}

/** File that skia-canvas's script brings, in a clone. */
export const SKIA_FILE = "node_modules/skia-canvas/lib/skia.node";

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory ? copyFolder(source, target) : Deno.copyFile(source, target));
  }
}

async function removeFolder(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

function firstLine(output: string): string {
  return lastLines(output, 1000).split("\n")[0].replace(
    /^error: (Uncaught )?(\(in promise\) )?/,
    "",
  );
}
