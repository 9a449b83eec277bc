import { join } from "@std/path";
import { inspectionsFile } from "../data/inspection_cache.ts";
import { cacheDir } from "../engine/native_library.ts";

/** Folder in the cache (`CXR_CACHE`) in which is kept what was seen of films, thumbnails too. */
export function seenFilmsDir(): string {
  return join(cacheDir(), "inspections");
}

/**
 * Names the file in which is kept what was seen of a set's films.
 *
 * @param root Folder of the set.
 * @returns Its path; the file need not exist yet.
 *
 * @example
 * ```ts
 * import { readInspections } from "lib/data/inspection_cache.ts";
 * import { seenFilmsFile } from "lib/experiments/seen_films.ts";
 * (await readInspections(seenFilmsFile("/no/such/set"))).size; // 0
 * ```
 */
export function seenFilmsFile(root: string): string {
  return inspectionsFile(seenFilmsDir(), root);
}
