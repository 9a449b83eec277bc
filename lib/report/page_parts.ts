import { escapeMarkup } from "../display/escape_markup.ts";
import { NOT_FOR_DIAGNOSIS } from "../models/bundle_info.ts";

/**
 * Makes a self-contained page: light and dark, for a desk, a phone and paper.
 *
 * @param title Plain text.
 * @param body HTML.
 * @returns The page, "not for diagnosis" at its head and foot.
 *
 * @example
 * ```ts
 * import { reportPage } from "lib/report/page_parts.ts";
 * reportPage("A model", "<p>…</p>").startsWith("<!doctype html>"); // true
 * ```
 */
export function reportPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="notice">${escapeMarkup(NOT_FOR_DIAGNOSIS)}</p>
${body}
</main>
<footer>${escapeMarkup(NOT_FOR_DIAGNOSIS)}</footer>
</body>
</html>
`;
}

/** A column of a table. */
export interface PageColumn {
  heading: string;
  /** Numbers stand to the right. */
  isNumber?: boolean;
  /** Drawn bars; a phone has no room for them beside their numbers. */
  isBar?: boolean;
}

/**
 * Makes a table of a page; on a narrow screen it scrolls by itself.
 *
 * @param columns Headings.
 * @param rows Cells; text, or HTML that {@linkcode whisker} made.
 * @returns HTML.
 *
 * @example
 * ```ts
 * import { pageTable } from "lib/report/page_parts.ts";
 * pageTable([{ heading: "films", isNumber: true }], [["58"]]).includes("58"); // true
 * ```
 */
export function pageTable(
  columns: readonly PageColumn[],
  rows: readonly (readonly (string | PageMarkup)[])[],
): string {
  const kind = (i: number) =>
    columns[i].isNumber ? ' class="number"' : columns[i].isBar ? ' class="drawn"' : "";
  const head = columns.map(({ heading }, i) => `<th${kind(i)}>${escapeMarkup(heading)}</th>`);
  const body = rows.map((row) =>
    `<tr>${
      row.map((cell, i) =>
        `<td${kind(i)}>${typeof cell === "string" ? escapeMarkup(cell) : cell.html}</td>`
      ).join("")
    }</tr>`
  );
  return `<div class="scroll"><table><thead><tr>${head.join("")}</tr></thead>` +
    `<tbody>${body.join("\n")}</tbody></table></div>`;
}

/** Markup that may stand in a cell. */
export interface PageMarkup {
  html: string;
}

/**
 * Draws a share and its interval as a small bar from 0 to 1.
 *
 * @param share Share in `[0, 1]` and the ends of its interval; nothing is drawn where undefined.
 * @returns Markup for a cell.
 *
 * @example
 * ```ts
 * import { whisker } from "lib/report/page_parts.ts";
 * whisker({ value: 0.5, ciLow: 0.4, ciHigh: 0.6 }).html.includes("50%"); // true
 * ```
 */
export function whisker(
  share: { value: number; ciLow: number; ciHigh: number } | undefined,
): PageMarkup {
  const { value, ciLow, ciHigh } = share ?? { value: NaN, ciLow: NaN, ciHigh: NaN };
  if (!(value >= 0 && value <= 1)) return { html: "" };
  const at = (x: number) => `${Number((100 * x).toFixed(2))}%`;
  const range = Number.isNaN(ciLow + ciHigh)
    ? ""
    : `<i style="left:${at(ciLow)};width:${at(ciHigh - ciLow)}"></i>`;
  return { html: `<span class="bar">${range}<b style="left:${at(value)}"></b></span>` };
}

/**
 * Makes a list of sentences.
 *
 * @param lines Plain text.
 * @returns HTML; nothing where there are no lines.
 *
 * @example
 * ```ts
 * import { pageList } from "lib/report/page_parts.ts";
 * pageList([]); // ""
 * ```
 */
export function pageList(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<ul>${lines.map((line) => `<li>${escapeMarkup(line)}.</li>`).join("\n")}</ul>`;
}

const STYLE = `
:root { color-scheme: light dark;
  --text: light-dark(#1f2328, #e6e8eb); --quiet: light-dark(#59636e, #9aa4b0);
  --page: light-dark(#ffffff, #16191d); --line: light-dark(#d9dde2, #343b43);
  --track: light-dark(#eef1f4, #262c33); --range: light-dark(#9cc3ee, #31557f);
  --point: light-dark(#0550ae, #8fc2ff); --bad: light-dark(#cf222e, #ff8b86);
  --warn: light-dark(#fff4e5, #33291a); --edge: light-dark(#bf6a02, #d9a24a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.2rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .6em 0 .3em; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2em 0 .5em; }
p.notice { margin: 0 -1.2rem; padding: .5rem 1.2rem; color: var(--bad); font-weight: 600;
  border-bottom: 1px solid var(--line); font-size: .9rem; }
p.quiet, footer { color: var(--quiet); font-size: .9rem; }
p.lead { font-size: 1.15rem; font-weight: 600; margin: .8em 0; }
ul { padding-left: 1.2rem; } li { margin: .3em 0; overflow-wrap: anywhere; }
.mind { background: var(--warn); border-left: 4px solid var(--edge); padding: .5rem 1rem;
  border-radius: 4px; } .mind h2 { margin: .3em 0; font-size: 1.05rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .92rem; min-width: 100%; }
th, td { padding: .32rem .7rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: middle; } th { font-weight: 600; vertical-align: bottom; }
td { font-variant-numeric: tabular-nums; } .number { text-align: right; white-space: nowrap; }
td:first-child { min-width: 7.5rem; overflow-wrap: break-word; }
.bar { position: relative; display: block; width: 11rem; max-width: 22vw; height: .9rem;
  background: var(--track); border-radius: 3px; }
.bar i { position: absolute; top: .25rem; height: .4rem; background: var(--range);
  border-radius: 2px; min-width: 2px; }
.bar b { position: absolute; top: 0; width: 3px; margin-left: -1.5px; height: .9rem;
  background: var(--point); border-radius: 1px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
  gap: 1rem; align-items: start; }
.paper { color-scheme: light; background: #fff; color: #1f2328; border: 1px solid var(--line);
  border-radius: 8px; padding: .5rem; }
.paper svg { width: 100%; height: auto; display: block; }
details { margin: .6em 0; } summary { cursor: pointer; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1rem;
  padding-bottom: 2rem; }
@media (max-width: 34rem) { .drawn { display: none; } th, td { padding: .32rem .4rem; } }
@media print { .paper, tr, .mind { break-inside: avoid; } }
`;
