import { join } from "@std/path";
import type { ListedFile } from "../list_files.ts";
import { normalizeClassName } from "../class_names.ts";
import { parseCsv } from "../csv.ts";
import { isManifest, readManifest } from "../manifest.ts";
import type { Layout } from "./layout.ts";

/**
 * Reads a set that is described by a manifest of ours: `manifest.csv` with `path`, `class` and any
 * of the other columns. A `manifest.csv` with other columns belongs to someone else and is no
 * layout.
 *
 * @param dir Folder of the set.
 * @param files Files of the set.
 * @returns The layout's films, or `undefined` where there is no manifest of ours.
 * @throws {SyntaxError} Where the manifest holds a value that makes no sense.
 *
 * @example
 * ```ts
 * import { readOwnManifest } from "lib/data/layouts/own_manifest.ts";
 * await readOwnManifest("anywhere", []); // undefined
 * ```
 */
export async function readOwnManifest(
  dir: string,
  files: readonly ListedFile[],
): Promise<Layout | undefined> {
  if (!files.some(({ path }) => path === "manifest.csv")) return undefined;
  const file = join(dir, "manifest.csv");
  const header = parseCsv(await Deno.readTextFile(file))[0];
  if (header === undefined || !isManifest(Object.keys(header))) return undefined;
  const listed = new Set(files.map(({ path }) => path));
  const films = (await readManifest(file))
    .map((film) => ({ ...film, className: normalizeClassName(film.className) }));
  const hasTest = films.some(({ split }) => split === "test");
  return {
    name: "manifest.csv",
    films: films.filter(({ path }) => listed.has(path)),
    skipped: films.filter(({ path }) => !listed.has(path))
      .map(({ path }) => ({ path, reason: "named in manifest.csv, but there is no such file" })),
    notes: hasTest ? [] : ["No published test: test films are drawn by group, from a seed"],
  };
}
