import { dirname } from "@std/path";

/** Options of {@linkcode withLock}. */
export interface WithLockOptions<T> {
  /** What to run. */
  body: () => Promise<T>;
  /** Called once where another process holds the lock. */
  onWait: () => void;
  /** What helps where the lock file cannot be written. @default "make it writable" */
  remedy?: string;
}

/**
 * Runs something while no other process on this machine runs under the same lock file.
 *
 * The lock belongs to the process: where it is killed, the system takes the lock away.
 *
 * @param file Lock file; made where it is missing, and left there.
 * @param options See {@linkcode WithLockOptions}.
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
  { body, onWait, remedy = "make it writable" }: WithLockOptions<T>,
): Promise<T> {
  using lock = await openLock(file, remedy);
  if (!lock.tryLockSync(true)) {
    onWait();
    await lock.lock(true);
  }
  return await body();
}

async function openLock(file: string, remedy: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    return await Deno.open(file, { create: true, write: true });
  } catch (error) {
    throw new Error(
      `Cannot write to "${dirname(file)}": ${(error as Error).message}; ${remedy}`,
      { cause: error },
    );
  }
}
