import { join } from "@std/path";

/** A file of a folder tree. */
export interface ListedFile {
  /** Path relative to the listed folder, with `/`. */
  path: string;
  /** Size in bytes. */
  bytes: number;
}

const MAX_DEPTH = 8;
const NO_CONTENT = /^(\..*|__MACOSX|Thumbs\.db|desktop\.ini|node_modules)$/i;

/**
 * Lists the files of a folder tree, sorted by path. Hidden files, and what operating systems leave
 * behind (`.DS_Store`, `Thumbs.db`, `__MACOSX`), are left out; links are followed, eight levels deep.
 *
 * @param dir Folder.
 * @returns Files with their sizes.
 * @throws {Error} Where the folder cannot be read.
 *
 * @example
 * ```ts
 * import { listFiles } from "lib/data/list_files.ts";
 * await listFiles(await Deno.makeTempDir()); // []
 * ```
 */
export async function listFiles(dir: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  await walk(dir, "", 0, files);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(dir: string, prefix: string, depth: number, files: ListedFile[]) {
  const entries: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(join(dir, prefix))) entries.push(entry);
  } catch (error) {
    throw new Error(`Cannot read folder "${join(dir, prefix)}": ${(error as Error).message}`, {
      cause: error,
    });
  }
  await Promise.all(entries.map(async ({ name }) => {
    if (NO_CONTENT.test(name)) return;
    const path = prefix === "" ? name : `${prefix}/${name}`;
    const info = await Deno.stat(join(dir, path)).catch(() => null);
    if (info?.isDirectory && depth < MAX_DEPTH) await walk(dir, path, depth + 1, files);
    else files.push({ path, bytes: info?.isFile ? info.size : NaN });
  }));
}
