// @ts-types="@types/d3-dsv"
import { csvFormat, csvParse } from "d3-dsv";

/** A cell that {@linkcode formatCsv} can write. */
export type CsvValue = string | number | boolean | null | undefined;

/**
 * Reads comma-separated text with a header line into one object a row.
 *
 * @param text CSV text (RFC 4180; a byte order mark is dropped).
 * @returns Rows in order; every value is a string.
 *
 * @example
 * ```ts
 * import { parseCsv } from "lib/data/csv.ts";
 * parseCsv("path,class\na.png,Normal")[0].class; // "Normal"
 * ```
 */
export function parseCsv(text: string): Record<string, string>[] {
  return csvParse(text.replace(/^\uFEFF/, "")).map((row) => ({ ...row }) as Record<string, string>);
}

/**
 * Writes rows as comma-separated text with a header line and a final newline.
 *
 * @param rows One object a row; numbers keep full precision, `NaN`, `null` and `undefined` become
 *   empty cells.
 * @param columns Columns and their order; those of the first row where left out.
 * @returns CSV text.
 *
 * @example
 * ```ts
 * import { formatCsv } from "lib/data/csv.ts";
 * formatCsv([{ metric: "accuracy", value: 0.5 }]); // "metric,value\naccuracy,0.5\n"
 * ```
 */
export function formatCsv(rows: readonly Record<string, CsvValue>[], columns?: string[]): string {
  const names = columns ?? Object.keys(rows[0] ?? {});
  const plain = rows.map((row) => Object.fromEntries(names.map((name) => [name, cell(row[name])])));
  return csvFormat(plain, names) + "\n";
}

function cell(value: CsvValue): string {
  return value == null || Number.isNaN(value) ? "" : String(value);
}
