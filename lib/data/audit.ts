import { auditVerdict } from "./audit_verdict.ts";
import { normalizeClassName } from "./class_names.ts";
import { findDuplicates } from "./duplicates.ts";
import type { Film, Part } from "./manifest.ts";

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
}

/** Two films of the same picture. */
export interface AuditPair {
  /** Path of the first film. */
  a: string;
  /** Path of the second. */
  b: string;
  /** Correlation of their thumbnails, `[0.98, 1]`. */
  correlation: number;
  /** Whether the published files are the same, byte for byte. */
  identical: boolean;
  /** Parts of the split, sorted: `train`, or `test + train` where they lie across. */
  splits: string;
  /** Classes, sorted: one, or two joined by ` + `. */
  classes: string;
}

/** A known patient with films in the test and outside of it. */
export interface AuditPatient {
  patientId: string;
  /** Paths of the films in the test. */
  test: string[];
  /** Paths of the films in train and validation. */
  train: string[];
}

/** How the published files of one class look from outside. */
export interface AuditFiles {
  className: string;
  films: number;
  /** Number of films by format. */
  formats: Record<string, number>;
  /** Median width, pixels. */
  width: number;
  /** Median height, pixels. */
  height: number;
  /** Median of width over height. */
  aspect: number;
  /** Median size, bytes. */
  bytes: number;
  /** Mean grey level of the class's thumbnails, `[0, 255]`. */
  meanGrey: number;
  /** Mean of the thumbnails' standard deviations, `[0, 255]`. */
  contrast: number;
}

/** A film whose source gives another diagnosis than its class. */
export interface AuditLabel {
  path: string;
  className: string;
  /** Diagnosis at the source, in its words. */
  finding: string;
}

/** What there is to know about a set before anything is trained on it. */
export interface Audit {
  counts: AuditCount[];
  pairs: AuditPair[];
  patients: AuditPatient[];
  files: AuditFiles[];
  labels: AuditLabel[];
  /** The above in words, one sentence an entry. */
  verdict: string[];
}

/**
 * Looks for what would make a result on a set of films worthless: copies and patients on both sides
 * of the published split, labels that their source contradicts, classes that differ as files.
 *
 * @param set A set as `readFilms` gives it.
 * @returns Plain data, and a verdict in words.
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
  const { films } = set;
  const findings = {
    counts: countFilms(films),
    pairs: findPairs(films, set.thumbnails),
    patients: patientsOnTwoSides(films),
    files: describeFiles(films, set.thumbnails),
    labels: films.filter(({ className, finding }) => contradicts(finding, className))
      .map(({ path, className, finding }) => ({ path, className, finding })),
  };
  return { ...findings, verdict: auditVerdict(films, findings) };
}

function countFilms(films: readonly Film[]): AuditCount[] {
  const cells = Object.groupBy(films, ({ className, split }) => JSON.stringify([className, split]));
  return Object.entries(cells).map(([key, members]) => {
    const [className, split] = JSON.parse(key) as [string, Part];
    return {
      className,
      split,
      films: members!.length,
      groups: new Set(members!.map(({ group }) => group)).size,
      knownPatients: members!.filter(({ patientId }) => patientId !== "").length,
    };
  }).sort((a, b) =>
    a.className.localeCompare(b.className, "en") || a.split.localeCompare(b.split, "en")
  );
}

function findPairs(films: readonly Film[], thumbnails: Uint8Array): AuditPair[] {
  const both = (a: string, b: string) => [...new Set([a, b])].sort().join(" + ");
  return findDuplicates(thumbnails).map(({ a: i, b: j, correlation }) => {
    const [a, b] = [films[i], films[j]];
    return {
      a: a.path,
      b: b.path,
      correlation,
      identical: a.sha256 === b.sha256 ||
        (a.originalSha256 !== "" && a.originalSha256 === b.originalSha256),
      splits: both(a.split, b.split),
      classes: both(a.className, b.className),
    };
  });
}

function patientsOnTwoSides(films: readonly Film[]): AuditPatient[] {
  const known = films.filter(({ patientId }) => patientId !== "");
  return Object.entries(Object.groupBy(known, ({ patientId }) => patientId))
    .map(([patientId, members]) => ({
      patientId,
      test: members!.filter(({ split }) => split === "test").map(({ path }) => path),
      train: members!.filter(({ split }) => ["train", "validation"].includes(split))
        .map(({ path }) => path),
    }))
    .filter(({ test, train }) => test.length > 0 && train.length > 0);
}

function describeFiles(films: readonly Film[], thumbnails: Uint8Array): AuditFiles[] {
  const length = thumbnails.length / films.length;
  const greys = films.map((_, i) => moments(thumbnails.subarray(i * length, (i + 1) * length)));
  const indices = films.map((_, i) => i);
  return Object.entries(Object.groupBy(indices, (i) => films[i].className)).map(
    ([className, of]) => {
      const members = of!.map((i) => films[i]);
      const formats: Record<string, number> = {};
      for (const { originalFormat: format } of members) {
        formats[format] = (formats[format] ?? 0) + 1;
      }
      return {
        className,
        films: members.length,
        formats,
        width: median(members.map(({ originalWidth }) => originalWidth)),
        height: median(members.map(({ originalHeight }) => originalHeight)),
        aspect: median(members.map((film) => film.originalWidth / film.originalHeight)),
        bytes: median(members.map(({ originalBytes }) => originalBytes)),
        meanGrey: mean(of!.map((i) => greys[i].mean)),
        contrast: mean(of!.map((i) => greys[i].deviation)),
      };
    },
  ).sort((a, b) => a.className.localeCompare(b.className, "en"));
}

/** Whether a diagnosis speaks against a class; a blank one does not, nor does a kind of the class. */
function contradicts(finding: string, className: string): boolean {
  if (finding === "") return false;
  const found = normalizeClassName(finding);
  if (found === className) return false;
  if (className === "Pneumonia") return found === "Normal" || found === "ARDS";
  if (className === "Viral Pneumonia") return found !== "SARS" && found !== "MERS";
  if (className === "non-COVID") return found === "COVID-19";
  if (className === "abnormal") return found === "Normal";
  return true;
}

function moments(greys: Uint8Array): { mean: number; deviation: number } {
  const average = greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
  const variance = greys.reduce((sum, grey) => sum + (grey - average) ** 2, 0) / greys.length;
  return { mean: average, deviation: Math.sqrt(variance) };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = known.length / 2;
  return known.length % 2 === 1
    ? known[Math.floor(middle)]
    : (known[middle - 1] + known[middle]) / 2;
}
