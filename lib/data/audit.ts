import { type AuditCount, countFilms } from "./audit/count_films.ts";
import { type AuditFiles, describeFiles } from "./audit/describe_files.ts";
import { type AuditLabel, findContradictions } from "./audit/find_contradictions.ts";
import { type AuditPair, findPairs } from "./audit/find_pairs.ts";
import {
  type AuditPatient,
  patientsInTwoClasses,
  patientsOnTwoSides,
} from "./audit/find_patients.ts";
import { type LabelStanding, labelStandings } from "./audit/label_standing.ts";
import { type AuditFact, missingFacts } from "./audit/missing_facts.ts";
import type { Film } from "./manifest.ts";

/** What there is to know about a set before anything is trained on it. */
export interface Audit {
  /** Number of films. */
  films: number;
  counts: AuditCount[];
  pairs: AuditPair[];
  /** Test films of which a copy stands outside of the test. */
  leaked: string[];
  /** Known patients on both sides of the split. */
  patients: AuditPatient[];
  /** Number of known patients with films in two classes. */
  tornPatients: number;
  /** Number of films whose patient is unknown. */
  unknownPatients: number;
  files: AuditFiles[];
  /** Films whose source gives another diagnosis than their class. */
  labels: AuditLabel[];
  /** The labels as published and as their sources have them, by class. */
  standings: LabelStanding[];
  facts: AuditFact[];
}

/**
 * Looks for what would make a result on a set of films worthless: copies and patients on both sides
 * of the published split, labels that their source contradicts, classes that differ as files.
 *
 * @param set A set as `readFilms` gives it.
 * @returns Plain data; `auditVerdict` puts it into words.
 *
 * @example
 * ```ts
 * import { auditFilms } from "lib/data/audit.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = [makeFilm({ path: "1.png", className: "Normal", split: "train" })];
 * auditFilms({ films, thumbnails: new Uint8Array(64 * 64) }).counts[0].films; // 1
 * ```
 */
export function auditFilms(set: { films: readonly Film[]; thumbnails: Uint8Array }): Audit {
  const { films, thumbnails } = set;
  return {
    films: films.length,
    counts: countFilms(films),
    pairs: findPairs(films, thumbnails),
    leaked: leakedFilms(films),
    patients: patientsOnTwoSides(films),
    tornPatients: patientsInTwoClasses(films),
    unknownPatients: films.filter(({ patientId }) => patientId === "").length,
    files: describeFiles(films, thumbnails),
    labels: findContradictions(films),
    standings: labelStandings(films),
    facts: missingFacts(films),
  };
}

function leakedFilms(films: readonly Film[]): string[] {
  const outside = films.filter(({ split }) => split === "train" || split === "validation");
  const copies = new Set(outside.map(({ copyGroup }) => copyGroup));
  return films.filter(({ split, copyGroup }) =>
    split === "test" && copyGroup !== "" && copies.has(copyGroup)
  ).map(({ path }) => path);
}
