import type { Film, Part } from "../manifest.ts";

/** Films of one class in one part of the published split. */
export interface AuditCount {
  className: string;
  split: Part;
  /** Number of films. */
  films: number;
  /** Number of groups (copies and known patients) among them. */
  groups: number;
  /** Number of films whose patient is known. */
  knownPatients: number;
  /** Share of the class among the films of this part, `[0, 1]`. */
  prior: number;
}

/**
 * Counts films, groups and known patients by class and part of the published split.
 *
 * @param films The set's films.
 * @returns One row a class and part that has films, by class, then part.
 *
 * @example
 * ```ts
 * import { countFilms } from "lib/data/audit/count_films.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * countFilms([makeFilm({ path: "1.png", className: "Normal" })])[0].prior; // 1
 * ```
 */
export function countFilms(films: readonly Film[]): AuditCount[] {
  const inPart = Map.groupBy(films, ({ split }) => split);
  const cells = Map.groupBy(films, ({ className, split }) => JSON.stringify([className, split]));
  return [...cells.values()].map((members) => {
    const { className, split } = members[0];
    return {
      className,
      split,
      films: members.length,
      groups: new Set(members.map(({ group }) => group)).size,
      knownPatients: members.filter(({ patientId }) => patientId !== "").length,
      prior: members.length / inPart.get(split)!.length,
    };
  }).sort((a, b) =>
    a.className.localeCompare(b.className, "en") || a.split.localeCompare(b.split, "en")
  );
}
