import { resolve } from "@std/path";
import { joinSets } from "lib/data/join_sets.ts";
import type { FilmSet } from "lib/data/read_films.ts";
import { progressLine } from "lib/display/progress.ts";
import { openData } from "lib/experiments/open_data.ts";

/** Options of {@linkcode openSets}. */
export interface OpenSetsOptions {
  /** How many phantom films are drawn: `quick` fewer than `full`. */
  profile: string;
  /** Folder from which names start; they are absolute where left out. */
  caller?: string;
  /** Stops before the next film. */
  signal?: AbortSignal;
}

/**
 * Opens the sets that a command line names, a line of progress each, and joins them.
 *
 * @param names Folders of films, or `phantom`.
 * @param options See {@linkcode OpenSetsOptions}.
 * @returns One set.
 * @throws {RangeError} Where no set is named.
 * @throws {Error} Where a folder holds no films, or cannot be read.
 *
 * @example
 * ```ts ignore
 * import { openSets } from "./open_sets.ts";
 * (await openSets(["phantom"], { profile: "quick" })).films.length; // 330
 * ```
 */
export async function openSets(
  names: readonly string[],
  { profile, caller, signal }: OpenSetsOptions,
): Promise<FilmSet> {
  const isWhole = (name: string) => name === "phantom" || name.startsWith("~");
  const sets: FilmSet[] = [];
  for (const name of names) {
    const data = caller === undefined || isWhole(name) ? name : resolve(caller, name);
    const onProgress = progressLine(`Reading ${name}`);
    sets.push(await openData(data, { profile, onProgress, signal }));
  }
  return joinSets(sets);
}
