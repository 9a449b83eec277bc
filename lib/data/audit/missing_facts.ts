import type { Film } from "../manifest.ts";

/** How many films one fact of a manifest is known for. */
export interface AuditFact {
  /** Name of the fact, such as `licence`. */
  fact: string;
  /** Films for which it is known. */
  known: number;
  /** Films for which it is not. */
  missing: number;
}

const FACTS: readonly [fact: string, key: keyof Film][] = [
  ["path", "path"],
  ["SHA-256", "sha256"],
  ["class", "className"],
  ["source", "source"],
  ["patient", "patientId"],
  ["split", "split"],
  ["licence", "licence"],
  ["diagnosis at the source", "finding"],
  ["view", "view"],
  ["sex", "sex"],
  ["age", "age"],
];

/**
 * Counts for how many films each fact is known that a set should carry: path, hash, class, source,
 * patient, split, licence; and what subgroups need.
 *
 * @param films The set's films.
 * @returns One row a fact.
 *
 * @example
 * ```ts
 * import { missingFacts } from "lib/data/audit/missing_facts.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * missingFacts([makeFilm({ path: "1.png" })])[0]; // { fact: "path", known: 1, missing: 0 }
 * ```
 */
export function missingFacts(films: readonly Film[]): AuditFact[] {
  return FACTS.map(([fact, key]) => {
    const known = films.filter((film) => film[key] !== "" && !Number.isNaN(film[key])).length;
    return { fact, known, missing: films.length - known };
  });
}
