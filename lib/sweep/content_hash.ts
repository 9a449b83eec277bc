import { join } from "@std/path";
import { createHash } from "node:crypto";
import { listFiles } from "../data/list_files.ts";

/**
 * Identifies a file, or a folder with all that is in it, by content.
 *
 * @param path File or folder.
 * @returns SHA-256 in hexadecimal, over the names and the bytes of a folder's files.
 * @throws {Error} Where it cannot be read.
 *
 * @example
 * ```ts
 * import { contentHash } from "lib/sweep/content_hash.ts";
 * (await contentHash(await Deno.makeTempDir())).length; // 64
 * ```
 */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  const isFolder = (await Deno.stat(path)).isDirectory;
  for (const file of isFolder ? await listFiles(path) : [{ path: "" }]) {
    hash.update(`${file.path}\n`).update(await Deno.readFile(join(path, file.path)));
  }
  return hash.digest("hex");
}
