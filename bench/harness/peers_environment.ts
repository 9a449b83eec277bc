import { fromFileUrl, join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { makePythonEnvironment } from "../../tools/lab/python_environment.ts";
import { withLock } from "../../tools/setup/with_lock.ts";

/** The peers' packages, each pinned, in pip's format. */
export const REQUIREMENTS = fromFileUrl(new URL("../peers/requirements.txt", import.meta.url));

/**
 * Makes the Python environment that the peers run in; costs nothing where it is there. What a
 * killed run left is completed.
 *
 * @param cache Folder that gets the environment, `bench-peers` in it.
 * @param say Takes lines for the user.
 * @returns The environment's Python.
 * @throws {Error} Where Python is missing or the install fails, with the remedy.
 *
 * @example
 * ```ts ignore
 * const python = await peersPython(cacheDir(), console.error);
 * ```
 */
export async function peersPython(cache: string, say: (line: string) => void): Promise<string> {
  const venv = join(cache, "bench-peers");
  const python = join(venv, "bin", "python");
  const stamp = join(venv, "installed.txt");
  const wanted = await Deno.readTextFile(REQUIREMENTS);
  const isReady = async () => await Deno.readTextFile(stamp).catch(() => "") === wanted;
  if (await isReady()) return python;
  await withLock(join(cache, "bench-peers.lock"), {
    onWait: () => say("Waiting for another process that installs the peers"),
    body: async () => {
      if (await isReady()) return;
      say(`Installing the peers from PyPI into ${venv} (6 GB on disk, several minutes)`);
      await makePythonEnvironment({
        venv,
        packages: ["--no-deps", "--requirement", REQUIREMENTS],
        say: () => {},
      });
      await writeFileAtomic(stamp, wanted);
    },
  });
  return python;
}

/**
 * Reads the versions out of a requirements file.
 *
 * @param text Lines such as `keras==3.15.1`, comments and markers allowed.
 * @returns Version by package.
 *
 * @example
 * ```ts
 * import { readPins } from "./peers_environment.ts";
 * readPins("keras==3.15.1  # on TensorFlow"); // { keras: "3.15.1" }
 * ```
 */
export function readPins(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.match(/^([\w.-]+)==([^\s;#]+)/));
  return Object.fromEntries(lines.flatMap((found) => found ? [[found[1], found[2]]] : []));
}
