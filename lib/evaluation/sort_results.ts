import type { ResultRow } from "./result_row.ts";

/** What tells one row from another, in the order by which rows are sorted. */
const KEY = [
  "data",
  "profile",
  "experiment",
  "model",
  "control",
  "subgroup",
  "seed",
  "repeat",
  "fold",
  "split",
  "metric",
] as const;

const SPLITS = ["train", "validation", "test", "test-clean", "test-patient"];
const METRICS = [
  "accuracy",
  "balanced_accuracy",
  "loss",
  "macro_precision",
  "macro_recall",
  "macro_f1",
  "auc",
  "macro_auc",
  "micro_auc",
  "average_precision",
  "macro_average_precision",
  "mcc",
  "brier",
  "sensitivity",
  "specificity",
  "precision",
  "recall",
  "f1",
  "support",
  "confusion",
];

/**
 * Puts rows in the table's order: by run, then split (train first), then metric (accuracy first).
 *
 * @param rows Rows in any order; they stay as they are.
 * @returns A new array with the same rows.
 *
 * @example
 * ```ts
 * import { sortResults } from "lib/evaluation/sort_results.ts";
 * sortResults([]); // []
 * ```
 */
export function sortResults(rows: readonly ResultRow[]): ResultRow[] {
  return [...rows].sort(compareResults);
}

/**
 * Says which of two rows comes first in the table.
 *
 * @returns Below 0 for `a`, above 0 for `b`, 0 where both give the same metric of the same run.
 *
 * @example
 * ```ts
 * import { compareResults } from "lib/evaluation/sort_results.ts";
 * import type { ResultRow } from "lib/evaluation/result_row.ts";
 * const row = { data: "phantom", split: "train", metric: "accuracy" } as ResultRow;
 * compareResults(row, { ...row, split: "test" }) < 0; // true
 * ```
 */
export function compareResults(a: ResultRow, b: ResultRow): number {
  for (const key of KEY) {
    const order = compareValues(sortValue(key, a[key]), sortValue(key, b[key])) ||
      compareValues(a[key], b[key]);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * What tells one figure from all others: rows of the same key give the same metric of the same run.
 *
 * @param row A row of results.
 * @returns Text.
 *
 * @example
 * ```ts
 * import { resultKey } from "lib/evaluation/sort_results.ts";
 * import type { ResultRow } from "lib/evaluation/result_row.ts";
 * const row = { data: "phantom", split: "train", metric: "accuracy", value: 0.5 } as ResultRow;
 * resultKey(row) === resultKey({ ...row, value: 0.6 }); // true
 * ```
 */
export function resultKey(row: ResultRow): string {
  return JSON.stringify(KEY.map((key) => String(row[key])));
}

function sortValue(key: keyof ResultRow, value: string | number): string | number {
  if (key === "split") return rank(SPLITS, String(value));
  if (key === "metric") return rank(METRICS, String(value).split(":")[0]);
  return value;
}

function rank(order: readonly string[], name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

function compareValues(a: string | number, b: string | number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : a > b ? 1 : 0;
}
