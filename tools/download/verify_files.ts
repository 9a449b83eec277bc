import { join } from "@std/path";
import { parseCsv } from "lib/data/csv.ts";
import { hashFile } from "./hash_file.ts";

/** A file's size and content in short. */
export interface FileChecksum {
  /** Path under the set's folder, with "/". */
  path: string;
  /** Size; `NaN` when unknown. */
  bytes: number;
  /** SHA-256 in hexadecimal; `""` when unknown. */
  sha256: string;
}

/**
 * Reads a list of checksums from CSV text with the columns `path,bytes,sha256`.
 *
 * @param text CSV text; an empty cell means unknown.
 * @returns One checksum a row.
 *
 * @example
 * ```ts
 * import { parseChecksums } from "./verify_files.ts";
 * parseChecksums("path,bytes,sha256\na.png,,")[0].bytes; // NaN
 * ```
 */
export function parseChecksums(text: string): FileChecksum[] {
  return parseCsv(text).map(({ path, bytes, sha256 }) => (
    { path, bytes: bytes === "" ? NaN : Number(bytes), sha256 }
  ));
}

/**
 * Computes the checksums of files; those that are not there are left out.
 *
 * @param dir The set's folder.
 * @param options Paths under it, progress in files, stop signal.
 * @returns Checksums in the order of the paths.
 *
 * @example
 * ```ts
 * import { checksumFiles } from "./verify_files.ts";
 * await checksumFiles(".", { paths: ["no-such-film.png"] }); // []
 * ```
 */
export async function checksumFiles(
  dir: string,
  options: {
    paths: string[];
    onProgress?: (done: number, total: number, text?: string) => void;
    signal?: AbortSignal;
  },
): Promise<FileChecksum[]> {
  const { paths, onProgress, signal } = options;
  const found: FileChecksum[] = [];
  for (const [i, path] of paths.entries()) {
    const stat = await Deno.stat(join(dir, path)).catch(() => undefined);
    if (stat?.isFile) {
      const sha256 = await hashFile(join(dir, path), "sha256", signal);
      found.push({ path, bytes: stat.size, sha256 });
    }
    onProgress?.(i + 1, paths.length, path);
  }
  return found;
}

/**
 * Compares files found with those expected.
 *
 * @param expected What should be there; unknown sizes and checksums fit everything.
 * @param found What is there.
 * @returns One line for each file that is missing, changed, or not expected; empty when all fit.
 *
 * @example
 * ```ts
 * import { compareChecksums } from "./verify_files.ts";
 * compareChecksums([{ path: "a.png", bytes: 3, sha256: "" }], []); // ["a.png: missing"]
 * ```
 */
export function compareChecksums(expected: FileChecksum[], found: FileChecksum[]): string[] {
  const there = new Map(found.map((file) => [file.path, file]));
  const known = new Set(expected.map((file) => file.path));
  const lines = expected.flatMap(({ path, bytes, sha256 }) => {
    const file = there.get(path);
    if (!file) return [`${path}: missing`];
    if (!Number.isNaN(bytes) && bytes !== file.bytes) {
      return [`${path}: changed, ${file.bytes} bytes instead of ${bytes}`];
    }
    return sha256 && sha256 !== file.sha256
      ? [`${path}: changed, SHA-256 ${file.sha256} instead of ${sha256}`]
      : [];
  });
  const others = found.filter(({ path }) => !known.has(path));
  return [...lines, ...others.map(({ path }) => `${path}: not among the known files`)];
}
