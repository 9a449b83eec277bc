import type { FilmSet } from "../data/read_films.ts";

/** How often each grey level stands in a class's films. */
export interface ClassGreyLevels {
  className: string;
  /** Pixels in 64 bins of four grey levels each. */
  counts: number[];
  /** Number of films. */
  n: number;
}

/**
 * Counts grey levels by class, in the films' thumbnails.
 *
 * @param set Films and their thumbnails.
 * @returns One entry a class, by name.
 *
 * @example
 * ```ts
 * import { makeFilm } from "lib/data/manifest.ts";
 * import { greyLevelsByClass } from "lib/experiments/grey_levels.ts";
 * const films = [makeFilm({ path: "1.png", className: "Normal" })];
 * greyLevelsByClass({ films, thumbnails: new Uint8Array(64 * 64).fill(255) })[0].counts[63]; // 4096
 * ```
 */
export function greyLevelsByClass(
  { films, thumbnails }: Pick<FilmSet, "films" | "thumbnails">,
): ClassGreyLevels[] {
  const size = thumbnails.length / films.length;
  const classes = new Map<string, ClassGreyLevels>();
  films.forEach(({ className }, i) => {
    const entry = classes.get(className) ?? { className, counts: Array(64).fill(0), n: 0 };
    classes.set(className, entry);
    entry.n++;
    for (const grey of thumbnails.subarray(i * size, (i + 1) * size)) entry.counts[grey >> 2]++;
  });
  return [...classes.values()].sort((a, b) => a.className < b.className ? -1 : 1);
}
