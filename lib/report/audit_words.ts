import type { Light } from "../data/audit/finding.ts";
import type { SetAudit } from "../experiments/audit/audit_set.ts";

/** What each light means for whoever uses the set. */
const MEANINGS: Record<Light, string> = {
  red: "what is red below voids a result on this set, unless it is dealt with",
  amber: "what is amber below has to be told with every result on this set",
  green: "nothing was found of what this audit looks for",
};

/**
 * The verdict of an audit in one sentence.
 *
 * @param audit Its light and findings.
 * @returns A sentence without full stop.
 *
 * @example
 * ```ts
 * import { auditHeadline } from "lib/report/audit_words.ts";
 * auditHeadline({ name: "mine", light: "green", findings: [] });
 * // "mine: green, nothing was found of what this audit looks for"
 * ```
 */
export function auditHeadline(
  { name, light, findings }: Pick<SetAudit, "name" | "light" | "findings">,
): string {
  const of = (wanted: Light) => findings.filter((finding) => finding.light === wanted).length;
  const counts = light === "green" ? "" : ` (${of("red")} red, ${of("amber")} amber)`;
  return `${name}: ${light}${counts}, ${MEANINGS[light]}`;
}
