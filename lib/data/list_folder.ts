/**
 * Lists a folder, but for what is hidden: files under way have a name that begins with a dot.
 *
 * @param dir The folder.
 * @returns Its entries in the order of their names; none where there is no such folder.
 * @throws {Error} Where the folder cannot be read.
 *
 * @example
 * ```ts
 * import { listFolder } from "lib/data/list_folder.ts";
 * await listFolder("no/such/folder"); // []
 * ```
 */
export async function listFolder(dir: string): Promise<Deno.DirEntry[]> {
  const entries: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) {
      if (!entry.name.startsWith(".")) entries.push(entry);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return entries.sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * Lists the folders in a folder, but for hidden ones.
 *
 * @param dir The folder.
 * @returns Their names in order; none where there is no such folder.
 * @throws {Error} Where the folder cannot be read.
 *
 * @example
 * ```ts
 * import { foldersIn } from "lib/data/list_folder.ts";
 * await foldersIn("no/such/folder"); // []
 * ```
 */
export async function foldersIn(dir: string): Promise<string[]> {
  return (await listFolder(dir)).filter((entry) => entry.isDirectory).map(({ name }) => name);
}
