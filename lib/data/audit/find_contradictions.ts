import { normalizeClassName } from "../class_names.ts";
import type { Film } from "../manifest.ts";

/** A film whose source gives another diagnosis than its class. */
export interface AuditLabel {
  path: string;
  className: string;
  /** Diagnosis at the source, in its words. */
  finding: string;
}

/**
 * Finds the films whose source names a diagnosis that speaks against their class. A blank one does
 * not, nor does a kind of the class.
 *
 * @param films The set's films.
 * @returns One entry a film, in the films' order.
 *
 * @example
 * ```ts
 * import { findContradictions } from "lib/data/audit/find_contradictions.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * findContradictions([makeFilm({ path: "1", className: "Normal", finding: "ARDS" })]).length; // 1
 * ```
 */
export function findContradictions(films: readonly Film[]): AuditLabel[] {
  return films.filter(({ className, finding }) => contradicts(finding, className))
    .map(({ path, className, finding }) => ({ path, className, finding }));
}

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
