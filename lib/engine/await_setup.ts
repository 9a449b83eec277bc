import { fromFileUrl, join } from "@std/path";

/** Where set-up tells how far it is while it goes on behind JupyterLab, in a clone. */
export const SETUP_LOG = "node_modules/.setup.log";

/** The lock that a set-up holds while it runs, in a clone. */
const SETUP_LOCK = "node_modules/.setup.lock";

/** Options of {@linkcode awaitSetup}. */
export interface AwaitSetupOptions {
  /** Root of the clone. @default the one that this file is in */
  project?: string;
  /** Called about twice a second while a set-up runs: percent done, 100, and its last line. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Ends the wait. */
  signal?: AbortSignal;
}

/**
 * Waits while another process sets this clone up; costs one file's lock where none does.
 *
 * @param options See {@linkcode AwaitSetupOptions}.
 * @throws {Error} Where that set-up failed, with what it said.
 *
 * @example
 * ```ts
 * import { awaitSetup } from "lib/engine/await_setup.ts";
 * await awaitSetup({ project: await Deno.makeTempDir() }); // nothing to wait for
 * ```
 */
export async function awaitSetup(
  { project = clone(), onProgress, signal }: AwaitSetupOptions = {},
): Promise<void> {
  const lock = join(project, SETUP_LOCK);
  if (!isHeld(lock)) return;
  const log = join(project, SETUP_LOG);
  if (!onProgress) console.log("Waiting for TensorFlow's set-up, which another process runs");
  let line = "";
  while (isHeld(lock)) {
    line = lastLine(log) || line;
    const percent = Number(/(\d+) %/.exec(line)?.[1] ?? 0);
    onProgress?.(Math.min(percent, 99), 100, line || "TensorFlow is being set up");
    await new Promise((done) => setTimeout(done, 500));
    signal?.throwIfAborted();
  }
  const end = lastLine(log);
  const failure = end.startsWith("Set-up failed") ? end : "";
  onProgress?.(100, 100, failure || "set up");
  if (failure) throw new Error(`${failure}; run "deno task setup" to see all it says`);
}

function clone(): string {
  return fromFileUrl(new URL("../..", import.meta.url));
}

/** Whether some process holds the lock; a clone without a lock file was never set up. */
function isHeld(path: string): boolean {
  try {
    using file = Deno.openSync(path);
    const free = file.tryLockSync(true);
    if (free) file.unlockSync();
    return !free;
  } catch {
    return false; // no such file, or not ours to read: loading TensorFlow will tell
  }
}

/** What set-up said last, or "". */
function lastLine(path: string): string {
  try {
    const lines = Deno.readTextFileSync(path).split("\n").map((line) => line.trim());
    return lines.findLast((line) => line !== "") ?? "";
  } catch {
    return "";
  }
}
