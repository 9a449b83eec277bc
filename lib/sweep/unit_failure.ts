import { join } from "@std/path";
import { writeFileAtomic } from "../data/write_file.ts";

/**
 * Notes that a unit failed, so that whoever began its process hears why.
 *
 * @param out Folder of the sweep.
 * @param name Name of the unit.
 * @param error What went wrong.
 * @throws {Error} Where the note cannot be written.
 *
 * @example
 * ```ts
 * import { noteFailure, readFailure } from "lib/sweep/unit_failure.ts";
 * const out = await Deno.makeTempDir();
 * await noteFailure(out, "A-seed-1", new Error("No films"));
 * await readFailure(out, "A-seed-1"); // "No films"
 * ```
 */
export async function noteFailure(out: string, name: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await writeFileAtomic(fileOf(out, name), message + "\n");
}

/**
 * Reads why a unit failed.
 *
 * @param out Folder of the sweep.
 * @param name Name of the unit.
 * @returns The message; `undefined` where it did not fail.
 *
 * @example
 * ```ts
 * import { readFailure } from "lib/sweep/unit_failure.ts";
 * await readFailure("nowhere", "A-seed-1"); // undefined
 * ```
 */
export async function readFailure(out: string, name: string): Promise<string | undefined> {
  return (await Deno.readTextFile(fileOf(out, name)).catch(() => undefined))?.trim();
}

/**
 * Forgets an earlier failure: the unit is tried again.
 *
 * @param out Folder of the sweep.
 * @param name Name of the unit.
 *
 * @example
 * ```ts
 * import { forgetFailure } from "lib/sweep/unit_failure.ts";
 * await forgetFailure("nowhere", "A-seed-1");
 * ```
 */
export async function forgetFailure(out: string, name: string): Promise<void> {
  await Deno.remove(fileOf(out, name)).catch(() => {});
}

function fileOf(out: string, name: string): string {
  return join(out, "failed", `${name}.txt`);
}
