import { basename, join, resolve } from "@std/path";
import { normalizeClassName } from "./class_names.ts";
import { parseCsv } from "./csv.ts";
import { type Film, isManifest, readManifest } from "./manifest.ts";

/**
 * Lists a set's films as its `manifest.csv` has them, without opening a single one: for work on a
 * range of a set that is too big to be read by every process. `readFilms` opens them all.
 *
 * @param dir Folder of the set.
 * @param file The manifest; `manifest.csv` in the folder where left out.
 * @returns Films by path; `undefined` where there is no manifest of ours, or one that does not give
 *   SHA-256 and group of every film.
 *
 * @example
 * ```ts
 * import { listedFilms } from "lib/data/listed_films.ts";
 * await listedFilms("no/such/folder"); // undefined
 * ```
 */
export async function listedFilms(
  dir: string,
  file = join(resolve(dir), "manifest.csv"),
): Promise<{ root: string; name: string; films: Film[] } | undefined> {
  const root = resolve(dir);
  const text = await Deno.readTextFile(file).catch(() => "");
  const header = parseCsv(text.slice(0, text.indexOf("\n") + 1) + "x\n")[0];
  if (header === undefined || !isManifest(Object.keys(header))) return undefined;
  const films = (await readManifest(file))
    .map((film) => ({ ...film, className: normalizeClassName(film.className) }));
  if (films.length === 0 || films.some(({ sha256, group }) => !sha256 || !group)) return undefined;
  return { root, name: basename(root), films: films.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
