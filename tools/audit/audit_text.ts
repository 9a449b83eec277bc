import type { Light } from "lib/data/audit/finding.ts";
import { table } from "lib/display/table.ts";
import type { SetAudit } from "lib/experiments/audit/audit_set.ts";
import { auditTables } from "lib/report/audit_tables.ts";
import { auditHeadline } from "lib/report/audit_words.ts";

/** Rows of a table in a terminal; the JSON and the page have more. */
const MOST_ROWS = 20;

const COLORS: Record<Light, string> = { red: "\x1b[31m", amber: "\x1b[33m", green: "\x1b[32m" };

/**
 * Writes an audit for a terminal: verdict, findings, tables.
 *
 * @param audit What `auditSet` found.
 * @param options Whether colours are shown.
 * @returns Lines.
 */
export function auditText(audit: SetAudit, { color }: { color: boolean }): string {
  const paint = (light: Light, text: string) => color ? `${COLORS[light]}${text}\x1b[0m` : text;
  const findings = audit.findings.map(({ light, check, text }) =>
    `  ${paint(light, light.padEnd(5))}  ${text} [${check}]`
  );
  const notes = audit.notes.map((note) => `  note   ${note.replace(/\.$/, "")}`);
  const tables = auditTables(audit).map(({ caption, rows }) => {
    const left = rows.length - MOST_ROWS;
    const shown = `${table(rows.slice(0, MOST_ROWS), { caption })}`;
    return left > 0 ? `${shown}\n… and ${left} more (--json or --html)` : shown;
  });
  return [
    paint(audit.light, auditHeadline(audit)),
    [...findings, ...notes].join("\n"),
    ...tables,
  ].join("\n\n");
}

/**
 * Puts an audit into JSON; undefined numbers become `null`.
 *
 * @param audit What `auditSet` found.
 * @returns Indented JSON.
 */
export function auditJson(audit: SetAudit): string {
  return JSON.stringify(audit, null, 2);
}
