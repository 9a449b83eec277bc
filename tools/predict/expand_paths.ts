import { join } from "@std/path";
import { glob } from "node:fs/promises";
import { listFiles } from "lib/data/list_files.ts";

/** Files of a folder that are taken for films, by their names. */
const FILM = /\.(jpe?g|png|webp|gif|tiff?|dcm|dicom)$/i;

/**
 * Finds the films that a command line names.
 *
 * @param paths Files, folders (with all below them) and patterns such as `films/*.png`.
 * @returns Files in the order named, those of a folder or pattern sorted; each once. A file that is
 *   not there stays in the list, so that it is reported in its place.
 * @throws {RangeError} Where a folder or pattern has no film in it.
 *
 * @example
 * ```ts
 * import { expandPaths } from "./expand_paths.ts";
 * await expandPaths(["/no/such/film.png"]); // ["/no/such/film.png"]
 * ```
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const films = new Set<string>();
  for (const path of paths) for (const film of await expand(path)) films.add(film);
  return [...films];
}

async function expand(path: string): Promise<string[]> {
  const stat = await Deno.stat(path).catch(() => undefined);
  if (stat?.isDirectory) {
    const files = (await listFiles(path)).filter((file) => FILM.test(file.path));
    if (files.length > 0) return files.map((file) => join(path, file.path));
    throw new RangeError(
      `No film in "${path}": expected files that end in .jpg, .png, .webp, .tif or .dcm`,
    );
  }
  if (stat || !/[*?[{]/.test(path)) return [path];
  const found = (await Array.fromAsync(glob(path)) as string[]).sort();
  if (found.length > 0) return found;
  throw new RangeError(`No file fits "${path}"`);
}
