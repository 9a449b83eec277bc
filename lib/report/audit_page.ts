import type { Finding } from "../data/audit/finding.ts";
import { escapeMarkup } from "../display/escape_markup.ts";
import { formatNumber } from "../display/table.ts";
import type { SetAudit } from "../experiments/audit/audit_set.ts";
import { auditTables } from "./audit_tables.ts";
import { auditHeadline } from "./audit_words.ts";
import { pageList, pageTable, reportPage } from "./page_parts.ts";

/** What goes onto the page besides figures and words. */
export interface AuditPageOptions {
  /** PNG of the suspect pairs; it shows patients' films. */
  sheet?: Uint8Array;
}

/** A table of a page has so many rows at most; the JSON has all. */
const MOST_ROWS = 60;

/**
 * Makes a page of an audit; no other file and no network needed.
 *
 * @param audit What `auditSet` found.
 * @param options The sheet of suspect pairs, where it is wanted.
 * @returns HTML.
 *
 * @example
 * ```ts ignore
 * import { auditPage } from "lib/report/audit_page.ts";
 * declare const audit: import("lib/experiments/audit/audit_set.ts").SetAudit;
 * await Deno.writeTextFile("audit.html", auditPage(audit));
 * ```
 */
export function auditPage(audit: SetAudit, { sheet }: AuditPageOptions = {}): string {
  const parts = [
    `<h1>${escapeMarkup(`What a model could cheat with in ${audit.name}`)}</h1>`,
    `<p class="quiet">${
      escapeMarkup(`${audit.facts.films} films, laid out as ${audit.layout}.`)
    }</p>`,
    `<p class="lead">${spot(audit.light)} ${escapeMarkup(auditHeadline(audit))}.</p>`,
    `<ul class="findings" style="list-style:none;padding-left:0">${
      audit.findings.map(finding).join("\n")
    }</ul>`,
    audit.notes.length > 0 ? `<div class="mind">${pageList(audit.notes.map(bare))}</div>` : "",
    ...auditTables(audit).map(tableSection),
    sheet ? picture(sheet) : "",
    `<section><h2>How this was done</h2><p class="quiet">${escapeMarkup(HOW)}</p></section>`,
  ];
  return reportPage(`Audit of ${audit.name}`, parts.filter(Boolean).join("\n"));
}

const HOW =
  "Copies: thumbnails of 64×64 that correlate at .98 or more, or the same bytes. Turned, flipped " +
  "and cropped copies are not found. Patients: from tables and names only. Floors: grouped 5-fold " +
  "cross-validation, copies and known patients together; intervals by a bootstrap of patients (BCa). " +
  "Corners and edges: rank sums of small blocks, one film a patient, corrected for the whole search " +
  "by permuted labels; named from an AUC of .7 on. Properties: a small forest on one column, out of " +
  "fold; Kruskal and Wallis's or Pearson's test, corrected by Holm's method. What tells classes apart " +
  "here may be used by a network; whether it is, only controls with the network can show.";

function finding({ light, check, text }: Finding): string {
  return `<li>${spot(light)} <b>${light}</b> ${
    escapeMarkup(text)
  }. <span style="color:var(--quiet)">${escapeMarkup(check)}</span></li>`;
}

/** The light as a spot; the word stands beside it, for those who do not see colours. */
function spot(light: Finding["light"]): string {
  const colors = { red: "#cf222e", amber: "#d4a72c", green: "#2da44e" };
  return `<span style="display:inline-block;width:.8em;height:.8em;border-radius:50%;` +
    `background:${colors[light]}" aria-hidden="true"></span>`;
}

function tableSection({ caption, rows }: ReturnType<typeof auditTables>[number]): string {
  const names = Object.keys(rows[0]);
  const isNumber = (name: string) => rows.every((row) => typeof row[name] === "number");
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length > shown.length
    ? `<p class="quiet">… and ${rows.length - shown.length} more.</p>`
    : "";
  return `<section><h2>${escapeMarkup(caption)}</h2>` +
    pageTable(
      names.map((heading) => ({ heading, isNumber: isNumber(heading) })),
      shown.map((row) =>
        names.map((name) => {
          const value = row[name];
          if (typeof value === "string") return breakable(value);
          return formatNumber(value, { digits: digitsOf(rows.map((row) => row[name])) });
        })
      ),
    ) + more + "</section>";
}

/** Paths may break behind a slash or an underscore. */
function breakable(text: string): string | { html: string } {
  return /[/_]/.test(text)
    ? { html: escapeMarkup(text).replaceAll(/[/_]/g, "$&<wbr>").replaceAll("\n", "<br>") }
    : text;
}

/** As many decimals for a whole column. */
function digitsOf(values: readonly (string | number)[]): number {
  const numbers = values.map(Number).filter(Number.isFinite);
  if (numbers.every(Number.isInteger)) return 0;
  return numbers.some((value) => Math.abs(value) >= 10) ? 1 : 3;
}

function picture(sheet: Uint8Array): string {
  return `<section><h2>The suspect pairs</h2><p class="quiet">Patients' films: do not publish.</p>` +
    `<img src="data:image/png;base64,${sheet.toBase64()}" alt="suspect pairs side by side" ` +
    `style="max-width:100%"></section>`;
}

function bare(line: string): string {
  return line.replace(/\.$/, "");
}
