/**
 * Tells whether there is a file.
 *
 * @param path Where it may be.
 * @returns `false` for a folder, for nothing, and for what cannot be looked at.
 *
 * @example
 * ```ts
 * import { isFile } from "lib/data/is_file.ts";
 * await isFile("no/such/file"); // false
 * ```
 */
export async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((stat) => stat.isFile, () => false);
}
