/** File names by which public collections tell their patients apart. */
const PATTERNS: [pattern: RegExp, patient: (match: RegExpMatchArray) => string][] = [
  [/^(\d{8})_\d{3}$/, ([, patient]) => `nih:${patient}`],
  [/^person(\d+)_(virus|bacteria)_\d+$/, ([, n, kind]) => `kermany:${kind[0].toUpperCase()}:${n}`],
  [/^((?:NORMAL2-)?IM-\d{4})-\d{4}(?:-\d{4})?$/, ([, patient]) => `kermany:N:${patient}`],
  [/^((?:NORMAL|VIRUS|BACTERIA)-\d+)-\d{4}$/, ([, patient]) => `kermany:${patient[0]}:${patient}`],
];

/**
 * Gets the patient whom a film's file name gives away: NIH's ChestX-ray14 (`00001234_005.png`) and
 * Kermany's children (`person12_virus_34.jpeg`, `IM-0086-0001.jpeg`).
 *
 * @param path Path or name of the film.
 * @returns Patient with the collection that numbers them, `""` where the name tells nothing.
 *
 * @example
 * ```ts
 * import { patientFromName } from "lib/data/patient_from_name.ts";
 * patientFromName("No_findings/00001234_005.png"); // "nih:00001234"
 * ```
 */
export function patientFromName(path: string): string {
  const stem = path.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  for (const [pattern, patient] of PATTERNS) {
    const match = stem.match(pattern);
    if (match) return patient(match);
  }
  return "";
}
