import { deriveSeed } from "../random/derive_seed.ts";
import { groupKFold } from "./group_k_fold.ts";
import type { SplitRow } from "./split.ts";

/** How films are dealt into folds. */
export interface DealFoldsOptions {
  /** Number of folds, 2 or more. @default 5 */
  k?: number;
  /** Number of the dealing, from 0: each deals all films anew. @default 0 */
  repeat?: number;
  seed: number;
  /**
   * `grouped`: copies and films of one known patient stay together; `random`: each film by itself,
   * only to show how much that flatters. @default "grouped"
   */
  deal?: "grouped" | "random";
}

/**
 * Deals films into folds, in one way for networks and floors: the same films and seed give the same
 * folds, so that models can be compared film by film.
 *
 * @param rows Rows of a split; their parts are left aside. Only the task's films, for folds of a task.
 * @param options See {@linkcode DealFoldsOptions}.
 * @returns For every row the index of its fold, `[0, k)`.
 * @throws {RangeError} Where there are fewer groups than folds.
 *
 * @example
 * ```ts
 * import { dealFolds } from "lib/data/deal_folds.ts";
 * const rows = ["a", "a", "b", "b"].map((group, i) => ({ path: `${i}.png`, group, className: "Normal" }));
 * const [first, second] = dealFolds(rows, { k: 2, seed: 1 });
 * first === second; // true: one group
 * ```
 */
export function dealFolds(
  rows: readonly Pick<SplitRow, "path" | "group" | "className">[],
  { k = 5, repeat = 0, seed, deal = "grouped" }: DealFoldsOptions,
): number[] {
  return groupKFold({
    labels: rows.map(({ className }) => className),
    groups: rows.map((row) => deal === "grouped" ? row.group || row.path : row.path),
    k,
    seed: deriveSeed(seed, "folds", deal, repeat),
  });
}
