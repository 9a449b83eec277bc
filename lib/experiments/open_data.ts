import { fromFileUrl, join } from "@std/path";
import { writePhantomSet } from "../data/phantom_set.ts";
import { type FilmSet, readFilms } from "../data/read_films.ts";
import { seenFilmsDir } from "./seen_films.ts";

/** Options of {@linkcode openData}. */
export interface OpenDataOptions {
  /** How many phantom films are drawn: `quick` fewer than `full`. */
  profile: string;
  /** Called after each film. */
  onProgress?: (done: number, total: number, text?: string) => void;
  signal?: AbortSignal;
}

/** Phantom films of each profile; always the same ones, whatever the seed of the trainings. */
const PHANTOMS = {
  quick: { seed: 1, numTrain: 300, numTest: 120, imageSize: 128 },
  full: { seed: 1, numTrain: 600, numTest: 200, imageSize: 256 },
};

/**
 * Opens a set of films: a folder, or the phantom films that the project draws itself. What was seen
 * of each film is kept in the cache (`CXR_CACHE`), so that a set opens faster the next time.
 *
 * @param data Path of a folder in any layout that `readFilms` knows, or `phantom`.
 * @param options See {@linkcode OpenDataOptions}.
 * @returns The set; phantom films are drawn into `data/films` (`CXR_DATA`) unless they are there.
 * @throws {Error} Where the folder holds no films, or cannot be read or written.
 *
 * @example
 * ```ts ignore
 * import { openData } from "lib/experiments/open_data.ts";
 * (await openData("phantom", { profile: "quick" })).films.length; // 330 = 240 + 90
 * ```
 */
export async function openData(
  data: string,
  { profile, onProgress, signal }: OpenDataOptions,
): Promise<FilmSet> {
  const reading = { cacheDir: seenFilmsDir(), onProgress, signal };
  if (data !== "phantom") return await readFilms(atHome(data), reading);
  const dir = await phantomFolder({ profile, onProgress, signal });
  return await readFilms(dir, { ...reading, source: "phantom" });
}

/**
 * Draws the phantom films of a profile, unless they are there.
 *
 * @param options See {@linkcode OpenDataOptions}.
 * @returns Their folder, in `data/films` or `CXR_DATA`.
 * @throws {Error} Where it cannot be written.
 *
 * @example
 * ```ts ignore
 * import { phantomFolder } from "lib/experiments/open_data.ts";
 * await phantomFolder({ profile: "quick" }); // "…/data/films/phantom-300-128"
 * ```
 */
export async function phantomFolder(
  { profile, onProgress, signal }: OpenDataOptions,
): Promise<string> {
  const settings = profile === "full" ? PHANTOMS.full : PHANTOMS.quick;
  const folder = Deno.env.get("CXR_DATA") ??
    fromFileUrl(new URL("../../data/films", import.meta.url));
  const dir = join(folder, `phantom-${settings.numTrain}-${settings.imageSize}`);
  await writePhantomSet(dir, { ...settings, onProgress, signal });
  return dir;
}

/** A folder as a shell would name it: a leading `~` is the user's home. */
function atHome(folder: string): string {
  const home = Deno.env.get("HOME");
  return home && /^~(\/|$)/.test(folder) ? home + folder.slice(1) : folder;
}
