import { join } from "@std/path";
import { DICOM_SNIFF_BYTES, isDicom } from "./dicom/is_dicom.ts";
import { mapParallel } from "./map_parallel.ts";

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
/** Far below the number of files that a process may have open. */
const FILES_AT_A_TIME = 64;
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
  let folders = [""];
  for (let depth = 0; folders.length > 0; depth++) {
    const limit = FILES_AT_A_TIME;
    const paths = (await mapParallel(folders, (folder) => namesIn(dir, folder), { limit })).flat();
    folders = [];
    const found = await mapParallel(paths, (path) => look(dir, path), { limit });
    for (const { isDirectory, ...file } of found) {
      if (isDirectory && depth < MAX_DEPTH) folders.push(file.path);
      else files.push(file);
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function namesIn(dir: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { name } of Deno.readDir(join(dir, folder))) {
      if (!NO_CONTENT.test(name)) paths.push(folder === "" ? name : `${folder}/${name}`);
    }
  } catch (error) {
    throw new Error(`Cannot read folder "${join(dir, folder)}": ${(error as Error).message}`, {
      cause: error,
    });
  }
  return paths;
}

async function look(dir: string, path: string): Promise<ListedFile & { isDirectory: boolean }> {
  const info = await Deno.stat(join(dir, path)).catch(() => null);
  const isNamed = !info?.isFile || !TELLS_NOTHING.test(path.slice(path.lastIndexOf("/") + 1));
  const found = !isNamed && await startsAsDicom(join(dir, path));
  return {
    path,
    bytes: info?.isFile ? info.size : NaN,
    ...(found && { isDicom: true }),
    isDirectory: info?.isDirectory ?? false,
  };
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
