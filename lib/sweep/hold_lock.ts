import { dirname } from "@std/path";

/** Options of {@linkcode holdLock}. */
export interface HoldLockOptions {
  /** Called once where another process holds the lock. */
  onWait?: () => void;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/** A lock that is held until its scope ends. */
export interface Lock extends Disposable {
  /** Whether it keeps others out; some network file systems have no locks. */
  isReal: boolean;
}

/**
 * Waits until no other process holds a lock file, and holds it. The system takes the lock from a
 * process that dies.
 *
 * @param file Lock file; made where it is missing, and left there.
 * @param options See {@linkcode HoldLockOptions}.
 * @returns The lock.
 * @throws {Error} Where the file cannot be written.
 * @throws {DOMException} Where the signal stopped it.
 *
 * @example
 * ```ts
 * import { holdLock } from "lib/sweep/hold_lock.ts";
 * using lock = await holdLock(await Deno.makeTempFile());
 * lock.isReal; // true
 * ```
 */
export async function holdLock(
  file: string,
  { onWait, signal }: HoldLockOptions = {},
): Promise<Lock> {
  await Deno.mkdir(dirname(file), { recursive: true });
  const handle = await Deno.open(file, { create: true, write: true });
  const lock = (isReal: boolean) => ({ isReal, [Symbol.dispose]: () => handle.close() });
  try {
    for (let isFirst = true; !await handle.tryLock(true); isFirst = false) {
      if (isFirst) onWait?.();
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return lock(true);
  } catch (error) {
    if (!signal?.aborted) return lock(false); // a file system without locks
    handle.close();
    throw error;
  }
}
