import type { Audit } from "./audit.ts";
import type { Film } from "./manifest.ts";

/**
 * Puts the findings of an audit into words.
 *
 * @param films The set's films.
 * @param audit What `auditFilms` found out about them.
 * @returns One sentence an entry, the gravest first, each without full stop.
 *
 * @example
 * ```ts
 * import { auditVerdict } from "lib/data/audit_verdict.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const film = makeFilm({ path: "1.png", className: "Normal", split: "test", patientId: "nih:1" });
 * auditVerdict([film], { counts: [], pairs: [], patients: [], files: [], labels: [] })[0];
 * // "No test film (of 1) has a copy in train"
 * ```
 */
export function auditVerdict(films: readonly Film[], audit: Omit<Audit, "verdict">): string[] {
  const across = audit.pairs.filter(({ splits }) => splits.includes(" + "));
  const tests = films.filter(({ split }) => split === "test");
  const outside = films.filter(({ split }) => split === "train" || split === "validation");
  const copies = new Set(outside.map(({ copyGroup }) => copyGroup));
  const leaked = tests.filter(({ copyGroup }) => copyGroup !== "" && copies.has(copyGroup)).length;
  const contradictory = audit.pairs.filter(({ classes }) => classes.includes(" + ")).length;
  const unknown = films.filter(({ patientId }) => patientId === "").length;
  const torn = patientsInTwoClasses(films);
  const byFormat = guessFromFormat(films);
  const sentences = [];
  if (tests.length === 0) {
    sentences.push("No test is published: one is drawn by group, from a seed");
  } else if (leaked === 0) {
    sentences.push(`No test film (of ${tests.length}) has a copy in train`);
  } else {
    sentences.push(
      `The published split leaks: ${leaked} of ${count(tests.length, "test film")} also ` +
        `${leaked === 1 ? "stands" : "stand"} in train (${count(across.length, "pair")} across); ` +
        `without them the clean test has ${tests.length - leaked}`,
    );
  }
  if (audit.patients.length > 0) {
    sentences.push(`${count(audit.patients.length, "known patient")} on both sides of the split`);
  }
  if (contradictory > 0) {
    sentences.push(`${count(contradictory, "picture")} twice, under two classes`);
  }
  if (torn > 0) sentences.push(`${count(torn, "known patient")} in two classes`);
  if (audit.labels.length > 0) {
    sentences.push(
      `${count(audit.labels.length, "film")} with another diagnosis at the source than its class`,
    );
  }
  if (byFormat.accuracy - byFormat.majority >= 0.05) {
    sentences.push(
      `The file format alone lifts a guess of the class from ${byFormat.majority.toFixed(3)} to ` +
        `${byFormat.accuracy.toFixed(3)}: whatever reads files can cheat`,
    );
  }
  if (unknown > 0) {
    sentences.push(
      `The patient is unknown for ${unknown} of ${count(films.length, "film")}: each of these ` +
        "counts as a patient of its own, so hidden repeats are possible",
    );
  }
  return sentences;
}

function patientsInTwoClasses(films: readonly Film[]): number {
  const known = films.filter(({ patientId }) => patientId !== "");
  return Object.values(Object.groupBy(known, ({ patientId }) => patientId))
    .filter((members) => new Set(members!.map(({ className }) => className)).size > 1).length;
}

/** Shares of films guessed right: always the largest class, and the largest class of each format. */
function guessFromFormat(films: readonly Film[]): { majority: number; accuracy: number } {
  const largest = (members: readonly Film[]) =>
    Math.max(
      ...Object.values(Object.groupBy(members, ({ className }) => className))
        .map((sameClass) => sameClass!.length),
    );
  const byFormat = Object.values(Object.groupBy(films, ({ originalFormat }) => originalFormat));
  const right = byFormat.reduce((sum, members) => sum + largest(members!), 0);
  return { majority: largest(films) / films.length, accuracy: right / films.length };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
