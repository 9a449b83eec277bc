import { escapeMarkup } from "./escape_markup.ts";

/** A value that a table can show. */
export type TableValue = string | number | boolean | null | undefined;

/** How a table is shown. */
export interface TableOptions<Row> {
  /** Line above the table. */
  caption?: string;
  /** Columns and their order; those of the first row where left out. */
  columns?: readonly (keyof Row & string)[];
  /** Headings in place of the columns' names. */
  headings?: Partial<Record<keyof Row & string, string>>;
  /** How a column's values are written; {@linkcode formatNumber} for numbers where left out. */
  format?: Partial<Record<keyof Row & string, (value: TableValue) => string>>;
  /** Height in pixels beyond which the rows scroll; 420 where left out. */
  maxHeight?: number;
}

/** A table that a notebook shows as HTML, and a terminal as text. */
export class Table {
  /**
   * @param html A `<div>` with the table.
   * @param text The table in plain text.
   */
  constructor(readonly html: string, readonly text: string) {}

  /** The HTML, for everything that shows elements by duck type. */
  get outerHTML(): string {
    return this.html;
  }

  /** The plain text. */
  toString(): string {
    return this.text;
  }

  /** What the notebook kernel asks a value for. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/html": this.html, "text/plain": this.text };
  }
}

/**
 * Shows rows as a table: numbers to the right with four decimals at most, long ones scrolling,
 * in the colours of the page it stands on.
 *
 * @param rows One object a row.
 * @param options Caption, columns, formats.
 * @returns The table.
 * @throws {TypeError} Where a column is in no row.
 *
 * @example
 * ```ts
 * import { table } from "lib/display/table.ts";
 * table([{ class: "Normal", films: 70 }], { caption: "Films by class" });
 * ```
 */
export function table<Row extends object>(
  rows: readonly Row[],
  options: TableOptions<Row> = {},
): Table {
  const columns = options.columns ?? Object.keys(rows[0] ?? {}) as (keyof Row & string)[];
  for (const column of columns) {
    if (rows.length && !rows.some((row) => column in row)) {
      throw new TypeError(
        `Cannot show column "${column}": the rows have ${Object.keys(rows[0]).join(", ")}`,
      );
    }
  }
  const heads = columns.map((column) => options.headings?.[column] ?? column);
  const isNumber = columns.map((column) =>
    rows.some((row) => typeof row[column] === "number") &&
    rows.every((row) => row[column] == null || typeof row[column] === "number")
  );
  const digits = columns.map((column) => digitsFor(rows.map((row) => row[column] as TableValue)));
  const cells = rows.map((row) =>
    columns.map((column, i) => {
      const value = row[column] as TableValue;
      return options.format?.[column]?.(value) ?? formatValue(value, digits[i]);
    })
  );
  return new Table(
    toHtml({ heads, cells, isNumber, caption: options.caption, maxHeight: options.maxHeight }),
    toText({ heads, cells, isNumber, caption: options.caption }),
  );
}

/** How many decimals a number is written with. */
export interface FormatNumberOptions {
  /** Decimals; by the number's size where left out. */
  digits?: number;
}

/**
 * Writes a number for reading: integers whole, others with four decimals at most, `–` for `NaN`.
 *
 * @param value Any number.
 * @param options Decimals.
 * @returns Text, with commas between thousands; tiny numbers as powers of ten.
 *
 * @example
 * ```ts
 * import { formatNumber } from "lib/display/table.ts";
 * formatNumber(0.89655172); // "0.8966"
 * ```
 */
export function formatNumber(value: number, options: FormatNumberOptions = {}): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const { digits = digitsFor([value]) } = options;
  const isTiny = value !== 0 && digits > 0 && Math.abs(value) < 0.5 * 10 ** -digits;
  if (isTiny) return value.toExponential(1).replaceAll("-", "−");
  return value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).replace("-", "−");
}

/** One number of decimals for a column, so that its points stand under each other. */
function digitsFor(values: readonly TableValue[]): number {
  const numbers = values.filter((value) => typeof value === "number").filter(Number.isFinite);
  if (numbers.every(Number.isInteger)) return 0;
  const largest = Math.max(...numbers.map(Math.abs));
  return largest >= 100 ? 1 : largest >= 10 ? 2 : 4;
}

function formatValue(value: TableValue, digits: number): string {
  if (value == null) return "";
  return typeof value === "number" ? formatNumber(value, { digits }) : String(value);
}

interface Layout {
  heads: string[];
  cells: string[][];
  isNumber: boolean[];
  caption?: string;
  maxHeight?: number;
}

function toHtml({ heads, cells, isNumber, caption, maxHeight = 420 }: Layout): string {
  // `currentColor` and JupyterLab's ground follow a light or a dark page; the head stays in sight.
  const align = (i: number) => `text-align:${isNumber[i] ? "right" : "left"}`;
  const head = heads.map((text, i) =>
    `<th style="${align(i)};padding:4px 10px;border-bottom:1px solid currentColor;` +
    `vertical-align:bottom;font-weight:600;position:sticky;top:0;` +
    `background:var(--jp-layout-color0,Canvas)">${escapeMarkup(text)}</th>`
  );
  const body = cells.map((row) =>
    "<tr>" + row.map((text, i) =>
      `<td style="${align(i)};padding:3px 10px;font-variant-numeric:tabular-nums;` +
      `max-width:28em;overflow-wrap:${wrapOf(text)};white-space:${
        isNumber[i] ? "nowrap" : "pre-line"
      }">` +
      `${escapeMarkup(text)}</td>`
    ).join("") + "</tr>"
  );
  const title = caption
    ? `<div style="font-weight:600;margin:2px 10px 6px">${escapeMarkup(caption)}</div>`
    : "";
  const empty = cells.length ? "" : `<div style="padding:6px 10px;opacity:.7">No rows</div>`;
  return `<div style="font-size:13px;line-height:1.4">${title}` +
    `<div style="max-height:${maxHeight}px;overflow:auto;max-width:100%">` +
    `<table style="border-collapse:collapse;margin:0"><thead><tr>${head.join("")}</tr></thead>` +
    `<tbody>${body.join("")}</tbody></table>${empty}</div></div>`;
}

/** A path may break at any letter, so that it leaves room; a word of common length may not. */
function wrapOf(text: string): string {
  const longest = Math.max(...text.split(/\s+/).map((word) => word.length));
  return longest > 24 ? "anywhere" : "break-word";
}

function toText({ heads, cells, isNumber, caption }: Layout): string {
  const rows = [heads, ...cells].map((row) => row.map((cell) => cell.replaceAll("\n", " ")));
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => [...row[i]].length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))
      .join("  ").trimEnd()
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  return [...(caption ? [caption] : []), ...lines, ...(cells.length ? [] : ["No rows"])].join("\n");
}
