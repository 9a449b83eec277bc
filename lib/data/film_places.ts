import { dirname, join } from "@std/path";
import { parseCsv } from "./csv.ts";
import { filmStem } from "./film_stem.ts";
import { readTextIfThere } from "./read_text_if_there.ts";

/**
 * Reads where films were taken, from the column `location` of an ieee8023 `metadata.csv` in a folder
 * above them: a hospital, a city or a country, as the table says it.
 *
 * @param set Folder and films.
 * @returns Place of each film by its path; films without one are missing.
 * @throws {Error} Where a table cannot be read.
 *
 * @example
 * ```ts
 * import { filmPlaces } from "lib/data/film_places.ts";
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/metadata.csv`, "filename,location\n1.jpg,Hannover\n");
 * (await filmPlaces({ root, films: [{ path: "images/1.png" }] })).get("images/1.png"); // "Hannover"
 * ```
 */
export async function filmPlaces(
  set: { root: string; films: readonly { path: string }[] },
): Promise<Map<string, string>> {
  const tables = new Map<string, Promise<Map<string, string> | undefined>>();
  const places = new Map<string, string>();
  for (const { path } of set.films) {
    for (let folder = dirname(path);; folder = dirname(folder)) {
      if (!tables.has(folder)) tables.set(folder, readPlaces(join(set.root, folder)));
      const table = await tables.get(folder)!;
      const place = table?.get(filmStem(path));
      if (place) places.set(path, place);
      if (table || folder === ".") break;
    }
  }
  return places;
}

async function readPlaces(folder: string): Promise<Map<string, string> | undefined> {
  const text = await readTextIfThere(join(folder, "metadata.csv"));
  if (text === undefined) return undefined;
  return new Map(
    parseCsv(text).map((row) => [filmStem(row.filename ?? ""), (row.location ?? "").trim()]),
  );
}
