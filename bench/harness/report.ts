import { type Table, table } from "lib/display/table.ts";
import type { BenchResult } from "./bench_results.ts";
import type { BenchRow } from "./bench_row.ts";

/**
 * Shows results as a table, one line a peer.
 *
 * @param results Results in order.
 * @returns The table.
 *
 * @example
 * ```ts
 * import { resultsTable } from "./report.ts";
 * resultsTable([]).text; // "No rows"
 * ```
 */
export function resultsTable(results: readonly BenchResult[]): Table {
  const rows = results.map((result) => ({
    row: result.row,
    what: result.title,
    unit: result.unit,
    ours: spread(result.ours_median, result.ours_min, result.ours_max),
    peer: result.peer,
    "peer's": spread(result.peer_median, result.peer_min, result.peer_max),
    ratio: `${result.ratio.toFixed(2)} ×`,
    goal: Number.isNaN(result.goal) ? "" : `≥ ${result.goal} ×`,
    met: Number.isNaN(result.goal) ? "" : result.ratio >= result.goal ? "yes" : "no",
  }));
  return table(rows, { maxHeight: 2000 });
}

/**
 * Shows which rows there are.
 *
 * @param rows The catalogue.
 * @returns The table.
 *
 * @example
 * ```ts
 * import { rowsTable } from "./report.ts";
 * rowsTable([]).text; // "No rows"
 * ```
 */
export function rowsTable(rows: readonly BenchRow[]): Table {
  return table(rows.map((row) => ({
    row: row.id,
    what: row.title,
    unit: row.unit,
    data: row.data,
    peers: row.peers.map(({ id }) => id).join(", "),
  })));
}

/**
 * Writes results as a Markdown table, for documents.
 *
 * @param results Results in order, as `bench/results.csv` holds them.
 * @returns Lines of the table; a row's title and our side stand in its first line alone.
 *
 * @example
 * ```ts
 * import { resultsMarkdown } from "./report.ts";
 * resultsMarkdown([])[0]; // "| what | ours | peer | peer's | ratio | goal |"
 * ```
 */
export function resultsMarkdown(results: readonly BenchResult[]): string[] {
  const lines = results.map((result, i) => {
    const isFirst = results[i - 1]?.row !== result.row;
    const [processor] = result.cpu.replaceAll(/\(R\)| Processor| @/g, "").split(", ");
    const cells = [
      isFirst ? `${result.title} (${result.unit}; ${result.pairs} pairs; ${processor})` : "",
      isFirst ? spread(result.ours_median, result.ours_min, result.ours_max) : "",
      result.peer,
      spread(result.peer_median, result.peer_min, result.peer_max),
      `${result.ratio.toFixed(2)} ×`,
      goal(result),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| what | ours | peer | peer's | ratio | goal |", "|---|---|---|---|---|---|", ...lines];
}

/** What was wished for, and whether it was reached. */
function goal({ ratio, goal }: BenchResult): string {
  if (Number.isNaN(goal)) return "";
  return `${goal} ×, ${ratio >= goal ? "met" : "missed"}`;
}

function spread(median: number, min: number, max: number): string {
  const [middle, least, most] = [median, min, max].map((value) => shortNumber(value));
  return `${middle} (${least}–${most})`;
}

/** Three digits or, of large numbers, no decimals. */
function shortNumber(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}
