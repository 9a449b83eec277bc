import type { Audit } from "./audit.ts";
import { countOf, type Finding } from "./audit/finding.ts";

/** Share of films with a contradicted label from which on the labels themselves are in doubt. */
const MANY_LABELS = 0.05;

/**
 * Puts the facts of an audit into words, one finding each.
 *
 * @param audit What `auditFilms` found out.
 * @returns Findings in the order of the checks; good ones too, where something was looked for.
 *
 * @example
 * ```ts
 * import { auditFilms } from "lib/data/audit.ts";
 * import { auditVerdict } from "lib/data/audit_verdict.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = [makeFilm({ path: "1.png", className: "Normal", split: "test", patientId: "nih:1" })];
 * auditVerdict(auditFilms({ films, thumbnails: new Uint8Array(64 * 64) }))[0].text;
 * // "No licence of its own is known for 1 of 1 film"
 * ```
 */
export function auditVerdict(audit: Audit): Finding[] {
  return [
    ...licences(audit),
    ...copiesAcross(audit),
    ...copiesWithin(audit),
    ...patients(audit),
    ...labels(audit),
  ];
}

function licences({ facts, films }: Audit): Finding[] {
  const missing = facts.find(({ fact }) => fact === "licence")!.missing;
  if (missing === 0) return [];
  const text = `No licence of its own is known for ${missing} of ${countOf(films, "film")}`;
  return [{ light: "amber", check: "D1", text }];
}

function copiesAcross({ counts, pairs, leaked }: Audit): Finding[] {
  const test = counts.filter(({ split }) => split === "test").reduce((sum, c) => sum + c.films, 0);
  if (test === 0) {
    const text = "No test is published: one is drawn by group, from a seed";
    return [{ light: "green", check: "D5", text }];
  }
  if (leaked.length === 0) {
    const text = `No test film (of ${test}) has a copy in train`;
    return [{ light: "green", check: "D2, D3", text }];
  }
  const across = pairs.filter(({ acrossTest }) => acrossTest);
  const identical = across.filter((pair) => pair.identical).length;
  return [{
    light: "red",
    check: "D2, D3",
    text: `The published split leaks: ${leaked.length} of ${countOf(test, "test film")} also ` +
      `${leaked.length === 1 ? "stands" : "stand"} in train (${countOf(across.length, "pair")} ` +
      `across, ${identical} byte for byte); without them the clean test has ` +
      `${test - leaked.length}`,
  }];
}

function copiesWithin({ pairs }: Audit): Finding[] {
  const findings: Finding[] = [];
  const contradictory = pairs.filter(({ classes }) => classes.includes(" + ")).length;
  const within = pairs.filter(({ acrossTest }) => !acrossTest).length;
  if (contradictory > 0) {
    const text = `${countOf(contradictory, "pair")} of one picture under two classes`;
    findings.push({ light: "red", check: "D3", text });
  }
  if (within > 0) {
    const text = `${countOf(within, "pair")} of one picture on the same side: fewer films than ` +
      "files, and random folds would tear them apart";
    findings.push({ light: "amber", check: "D3", text });
  }
  return findings;
}

function patients({ films, patients, tornPatients, unknownPatients }: Audit): Finding[] {
  const findings: Finding[] = [];
  if (patients.length > 0) {
    const text = `${countOf(patients.length, "known patient")} on both sides of the split`;
    findings.push({ light: "red", check: "D4", text });
  }
  if (tornPatients > 0) {
    const text = `${countOf(tornPatients, "known patient")} in two classes`;
    findings.push({ light: "amber", check: "D4", text });
  }
  if (unknownPatients > 0) {
    findings.push({
      light: "amber",
      check: "D4",
      text: `The patient is unknown for ${unknownPatients} of ${countOf(films, "film")}: each of ` +
        "these counts as a patient of its own, so hidden repeats are possible",
    });
  }
  return findings;
}

function labels({ films, labels }: Audit): Finding[] {
  if (labels.length === 0) return [];
  const text = `${countOf(labels.length, "film")} with another diagnosis at the source than its ` +
    "class";
  return [{ light: labels.length >= MANY_LABELS * films ? "red" : "amber", check: "D1", text }];
}
