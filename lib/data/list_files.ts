import { join } from "@std/path";
import { DICOM_SNIFF_BYTES, isDicom } from "./dicom/is_dicom.ts";

/** A file of a folder tree. */
export interface ListedFile {
  /** Path relative to the listed folder, with `/`. */
  path: string;
  /** Size in bytes. */
  bytes: number;
  /** Whether the content is DICOM, of files whose name tells nothing; others leave it out. */
  isDicom?: true;
}

/** Exports from archives have no extension, or a number behind the last dot of a long UID. */
const TELLS_NOTHING = /^[^.]+$|\.\d+$/;
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
    else {
      const isNamed = !info?.isFile || !TELLS_NOTHING.test(name);
      const found = !isNamed && await startsAsDicom(join(dir, path));
      files.push({ path, bytes: info?.isFile ? info.size : NaN, ...(found && { isDicom: true }) });
    }
  }));
}

async function startsAsDicom(path: string): Promise<boolean> {
  try {
    using file = await Deno.open(path);
    const start = new Uint8Array(DICOM_SNIFF_BYTES);
    return isDicom(start.subarray(0, await file.read(start) ?? 0));
  } catch {
    return false; // a file that cannot be read is listed all the same
  }
}
