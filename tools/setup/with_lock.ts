import { dirname } from "@std/path";

/**
 * Runs something while no other process on this machine runs under the same lock file.
 *
 * The lock belongs to the process: where it is killed, the system takes the lock away.
 *
 * @param file Lock file; made where it is missing, and left there.
 * @param body What to run.
 * @param onWait Called once where another process holds the lock.
 * @returns What `body` returns.
 * @throws {Error} Where the lock file cannot be written, naming the remedy.
 *
 * @example
 * ```ts
 * import { withLock } from "./with_lock.ts";
 * const file = await Deno.makeTempFile();
 * await withLock(file, { body: () => Promise.resolve(1), onWait: () => {} }); // 1
 * ```
 */
export async function withLock<T>(
  file: string,
  { body, onWait }: { body: () => Promise<T>; onWait: () => void },
): Promise<T> {
  using lock = await openLock(file);
  if (!lock.tryLockSync(true)) {
    onWait();
    await lock.lock(true);
  }
  return await body();
}

async function openLock(file: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    return await Deno.open(file, { create: true, write: true });
  } catch (error) {
    throw new Error(
      `Cannot write to "${dirname(file)}": ${(error as Error).message}; make it writable, ` +
        "or set CXR_CACHE to a folder that is",
      { cause: error },
    );
  }
}
