import type { ResultRow } from "./result_row.ts";
import { compareResults, sortResults } from "./sort_results.ts";

/**
 * Leaves one row for each figure: where several topics give the same (a floor's accuracy on grouped
 * folds stands in the audit and among the folds), the last one given stays.
 *
 * @param rows Rows in any order, those to be preferred last.
 * @returns Rows that `writeResults` takes, in the table's order.
 *
 * @example
 * ```ts
 * import { uniqueResults } from "lib/evaluation/unique_results.ts";
 * uniqueResults([]); // []
 * ```
 */
export function uniqueResults(rows: readonly ResultRow[]): ResultRow[] {
  const sorted = sortResults(rows);
  return sorted.filter((row, i) =>
    i + 1 === sorted.length || compareResults(row, sorted[i + 1]) !== 0
  );
}
