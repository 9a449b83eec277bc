/**
 * Reads a text file that may be missing, as something kept from an earlier run is.
 *
 * @param path Path of the file, UTF-8.
 * @returns Its text; `undefined` where there is no such file.
 * @throws {Error} Where the file is there and cannot be read.
 *
 * @example
 * ```ts
 * import { readTextIfThere } from "lib/data/read_text_if_there.ts";
 * await readTextIfThere("no/such/file.json"); // undefined
 * ```
 */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
