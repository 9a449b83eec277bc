import { normalizeClassName } from "../class_names.ts";
import type { Film } from "../manifest.ts";
import { findContradictions } from "./find_contradictions.ts";

/** How the published labels of one class stand against the diagnoses at the films' sources. */
export interface LabelStanding {
  className: string;
  films: number;
  /** Films whose source names a diagnosis that goes with the class. */
  agreeing: number;
  /** Films whose source names another one. */
  contradicted: number;
  /** Films of which no diagnosis is known here. */
  unknown: number;
  /** The other diagnoses and how often each stands, the most frequent first. */
  others: [finding: string, films: number][];
}

/**
 * Holds the published labels against the diagnoses at the films' sources.
 *
 * @param films The set's films.
 * @returns One row a class, by name.
 *
 * @example
 * ```ts
 * import { labelStandings } from "lib/data/audit/label_standing.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const film = makeFilm({ path: "1.png", className: "COVID-19", finding: "SARS" });
 * labelStandings([film])[0].others; // [["SARS", 1]]
 * ```
 */
export function labelStandings(films: readonly Film[]): LabelStanding[] {
  return [...Map.groupBy(films, ({ className }) => className)].map(([className, own]) => {
    const contradicted = findContradictions(own);
    const unknown = own.filter(({ finding }) => finding === "").length;
    const others = Map.groupBy(contradicted, ({ finding }) => normalizeClassName(finding));
    return {
      className,
      films: own.length,
      agreeing: own.length - contradicted.length - unknown,
      contradicted: contradicted.length,
      unknown,
      others: [...others].map(([finding, same]): [string, number] => [finding, same.length])
        .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
    };
  }).sort((a, b) => a.className.localeCompare(b.className, "en"));
}
