import { formatCsv, parseCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { ResultRow } from "./result_row.ts";
import { compareResults, sortResults } from "./sort_results.ts";

/** Columns of `results.csv`, in order, and where each stands in a {@linkcode ResultRow}. */
const COLUMNS: readonly [column: string, key: keyof ResultRow, type: "text" | "number"][] = [
  ["experiment", "experiment", "text"],
  ["model", "model", "text"],
  ["data", "data", "text"],
  ["split", "split", "text"],
  ["fold", "fold", "number"],
  ["repeat", "repeat", "number"],
  ["seed", "seed", "number"],
  ["control", "control", "text"],
  ["subgroup", "subgroup", "text"],
  ["n", "n", "number"],
  ["metric", "metric", "text"],
  ["value", "value", "number"],
  ["ci_low", "ciLow", "number"],
  ["ci_high", "ciHigh", "number"],
  ["ci_method", "ciMethod", "text"],
  ["profile", "profile", "text"],
  ["commit", "commit", "text"],
  ["seconds", "seconds", "number"],
];

/**
 * Writes the long results table, one number a line, in an order that depends on its content alone.
 *
 * @param file File to write, whole or not at all.
 * @param rows Rows in any order.
 * @throws {RangeError} Where two rows give the same metric of the same run.
 *
 * @example
 * ```ts
 * import { writeResults } from "lib/evaluation/results.ts";
 * await writeResults(`${await Deno.makeTempDir()}/results.csv`, []);
 * ```
 */
export async function writeResults(file: string, rows: readonly ResultRow[]): Promise<void> {
  const sorted = sortResults(rows);
  for (let i = 1; i < sorted.length; i++) {
    if (compareResults(sorted[i - 1], sorted[i]) === 0) {
      const { experiment, seed, split, metric } = sorted[i];
      throw new RangeError(
        `Cannot write results "${file}": ${metric} of experiment "${experiment}", seed ${seed}, ` +
          `split "${split}" is given twice`,
      );
    }
  }
  const cells = sorted.map((row) =>
    Object.fromEntries(COLUMNS.map(([column, key]) => [column, row[key]]))
  );
  await writeFileAtomic(file, formatCsv(cells, COLUMNS.map(([column]) => column)));
}

/**
 * Reads a results table that {@linkcode writeResults} wrote.
 *
 * @param file A `results.csv`.
 * @returns Rows in the file's order; empty cells of numbers are `NaN`.
 * @throws {SyntaxError} Where a column is missing or a number cannot be read.
 *
 * @example
 * ```ts
 * import { readResults, writeResults } from "lib/evaluation/results.ts";
 * const file = `${await Deno.makeTempDir()}/results.csv`;
 * await writeResults(file, []);
 * await readResults(file); // []
 * ```
 */
export async function readResults(file: string): Promise<ResultRow[]> {
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new Error(`Cannot read results "${file}": ${error.message}; run the notebooks first`, {
      cause: error,
    });
  });
  const header = text.split(/\r?\n/, 1)[0].replace(/^\uFEFF/, "").split(",");
  const missing = COLUMNS.map(([column]) => column).filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new SyntaxError(`Cannot read results "${file}": column ${missing.join(", ")} is missing`);
  }
  return parseCsv(text).map((cells, i) => {
    const row: Record<string, string | number> = {};
    for (const [column, key, type] of COLUMNS) {
      const cell = cells[column];
      row[key] = type === "text" ? cell : cell === "" ? NaN : Number(cell);
      if (type === "number" && cell !== "" && Number.isNaN(row[key])) {
        throw new SyntaxError(
          `Cannot read results "${file}", line ${i + 2}: ${column} is "${cell}", expected a number`,
        );
      }
    }
    return row as unknown as ResultRow;
  });
}
