import { findDuplicates } from "./duplicates.ts";
import { joinLinked, linkEqual } from "./join_linked.ts";
import type { Film } from "./manifest.ts";

/**
 * Fills in which films belong together: `copyGroup` joins copies of one picture (by pixels, and by
 * hash), `group` joins these and the films of one known patient. Groups that are given already are
 * kept together. Each is named by the SHA-256 of its first film.
 *
 * @param films Films in any order.
 * @param thumbnails Their thumbnails, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns The films with both groups.
 *
 * @example
 * ```ts
 * import { groupFilms } from "lib/data/group_films.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = ["a", "b"].map((sha256) => makeFilm({ path: sha256, sha256, patientId: "nih:1" }));
 * groupFilms(films, new Uint8Array(2 * 64 * 64)).map((film) => film.group); // ["a", "a"]
 * ```
 */
export function groupFilms(films: readonly Film[], thumbnails: Uint8Array): Film[] {
  const copies = [
    ...findDuplicates(thumbnails).map(({ a, b }) => [a, b] as const),
    ...linkEqual(films.map(({ sha256 }) => sha256)),
    ...linkEqual(films.map(({ originalSha256 }) => originalSha256)),
    ...linkEqual(films.map(({ copyGroup }) => copyGroup)),
  ];
  const relatives = [
    ...copies,
    ...linkEqual(films.map(({ patientId }) => patientId)),
    ...linkEqual(films.map(({ group }) => group)),
  ];
  const copyOf = joinLinked(films.length, copies);
  const groupOf = joinLinked(films.length, relatives);
  return films.map((film, i) => ({
    ...film,
    copyGroup: films[copyOf[i]].sha256,
    group: films[groupOf[i]].sha256,
  }));
}
