import type { Film } from "../manifest.ts";

/** A known patient with films in the test and outside of it. */
export interface AuditPatient {
  patientId: string;
  /** Paths of the films in the test. */
  test: string[];
  /** Paths of the films in train and validation. */
  train: string[];
}

/**
 * Finds the known patients who stand on both sides of the published split.
 *
 * @param films The set's films; those whose patient is unknown say nothing.
 * @returns One entry a patient, in the order of their first film.
 *
 * @example
 * ```ts
 * import { patientsOnTwoSides } from "lib/data/audit/find_patients.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = (["train", "test"] as const).map((split) =>
 *   makeFilm({ path: split, split, patientId: "nih:1" }));
 * patientsOnTwoSides(films).length; // 1
 * ```
 */
export function patientsOnTwoSides(films: readonly Film[]): AuditPatient[] {
  return byPatient(films)
    .map(([patientId, members]) => ({
      patientId,
      test: members.filter(({ split }) => split === "test").map(({ path }) => path),
      train: members.filter(({ split }) => ["train", "validation"].includes(split))
        .map(({ path }) => path),
    }))
    .filter(({ test, train }) => test.length > 0 && train.length > 0);
}

/**
 * Counts the known patients who have films in more than one class.
 *
 * @param films The set's films.
 * @returns How many there are.
 *
 * @example
 * ```ts
 * import { patientsInTwoClasses } from "lib/data/audit/find_patients.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * patientsInTwoClasses(["A", "B"].map((className) =>
 *   makeFilm({ path: className, className, patientId: "nih:1" }))); // 1
 * ```
 */
export function patientsInTwoClasses(films: readonly Film[]): number {
  return byPatient(films)
    .filter(([, members]) => new Set(members.map(({ className }) => className)).size > 1).length;
}

function byPatient(films: readonly Film[]): [string, Film[]][] {
  const known = films.filter(({ patientId }) => patientId !== "");
  return [...Map.groupBy(known, ({ patientId }) => patientId)];
}
