import { dirname, join, relative } from "@std/path";
import { groupFilms } from "./group_films.ts";
import type { FilmSet } from "./read_films.ts";

/**
 * Joins sets of films into one, and finds what they have in common: public sets overlap heavily, so
 * copies and patients are grouped anew across all of them.
 *
 * @param sets Sets as `readFilms` gives them, in order.
 * @returns One set whose root is the nearest folder that holds all of theirs.
 * @throws {RangeError} Where there is no set.
 *
 * @example
 * ```ts
 * import { joinSets } from "lib/data/join_sets.ts";
 * const part = { layout: "<class>/*", films: [], thumbnails: new Uint8Array(), skipped: [], notes: [] };
 * joinSets([{ root: "/x/a", name: "a", ...part }, { root: "/x/b", name: "b", ...part }]).root; // "/x"
 * ```
 */
export function joinSets(sets: readonly FilmSet[]): FilmSet {
  if (sets.length === 0) throw new RangeError("Cannot join no sets: expected one or more");
  if (sets.length === 1) return sets[0];
  const root = commonFolder(sets.map((set) => set.root));
  const moved = sets.map((set) => {
    const move = <T extends { path: string }>(file: T): T => ({
      ...file,
      path: relative(root, join(set.root, file.path)).replaceAll("\\", "/"),
    });
    return { ...set, films: set.films.map(move), skipped: set.skipped.map(move) };
  });
  const thumbnails = new Uint8Array(sets.reduce((sum, set) => sum + set.thumbnails.length, 0));
  let offset = 0;
  for (const set of sets) {
    thumbnails.set(set.thumbnails, offset);
    offset += set.thumbnails.length;
  }
  return {
    root,
    name: sets.map(({ name }) => name).join("+"),
    layout: sets.map(({ layout }) => layout).join("; "),
    films: groupFilms(moved.flatMap(({ films }) => films), thumbnails),
    thumbnails,
    skipped: moved.flatMap(({ skipped }) => skipped),
    notes: moved.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  };
}

function commonFolder(roots: string[]): string {
  let folder = dirname(roots[0]);
  while (roots.some((root) => relative(folder, root).startsWith(".."))) folder = dirname(folder);
  return folder;
}
