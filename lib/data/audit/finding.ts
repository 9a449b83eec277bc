/** How grave a finding is: `red` voids a result, `amber` has to be told with it, `green` is well. */
export type Light = "red" | "amber" | "green";

/** One thing that an audit found, or looked for in vain. */
export interface Finding {
  light: Light;
  /** The check of the project's list that it belongs to, such as `D3`. */
  check: string;
  /** One sentence in plain words, without full stop. */
  text: string;
}

const GRAVITY: readonly Light[] = ["red", "amber", "green"];

/**
 * Orders findings, the gravest first, and gives the light of them all.
 *
 * @param findings Findings in any order.
 * @returns The gravest light (green without findings) and the findings in order; among equals the
 *   order stays.
 *
 * @example
 * ```ts
 * import { weighFindings } from "lib/data/audit/finding.ts";
 * weighFindings([{ light: "green", check: "D2", text: "No copies" }]).light; // "green"
 * ```
 */
export function weighFindings(findings: readonly Finding[]): { light: Light; findings: Finding[] } {
  const ordered = GRAVITY.flatMap((light) => findings.filter((finding) => finding.light === light));
  return { light: ordered[0]?.light ?? "green", findings: ordered };
}

/**
 * A number with its noun.
 *
 * @param n How many.
 * @param noun One of them, with a plural in `s`.
 * @returns Such as `1 film` or `1,124 films`.
 *
 * @example
 * ```ts
 * import { countOf } from "lib/data/audit/finding.ts";
 * countOf(2, "film"); // "2 films"
 * ```
 */
export function countOf(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
