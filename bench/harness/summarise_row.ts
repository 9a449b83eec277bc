import type { BenchResult } from "./bench_results.ts";
import type { BenchRow } from "./bench_row.ts";
import { measureOf, type RowRuns } from "./run_row.ts";
import { pairedRatio, summarise } from "./statistics.ts";

/** What stands beside every result. */
export interface RunFacts {
  threads: number;
  cpu: string;
  commit: string;
  /** When the row was finished, as `Date.toISOString` writes it. */
  date: string;
  /** Version of each of the peers' packages. */
  pins: Record<string, string>;
}

/**
 * Turns a row's runs into its results, one a peer.
 *
 * @param row The row.
 * @param runs What its processes measured.
 * @param facts Where and when.
 * @returns Results in the order of the row's peers.
 *
 * @example
 * ```ts ignore
 * const [beside] = summariseRow(row, runs, facts);
 * beside.ratio; // 1.4
 * ```
 */
export function summariseRow(
  row: BenchRow,
  { ours, peers }: RowRuns,
  { pins, ...facts }: RunFacts,
): BenchResult[] {
  const own = ours.map((output) => measureOf(row, output));
  const ownSummary = summarise(own);
  return row.peers.map((peer, i) => {
    const values = peers[i].map((output) => measureOf(row, output));
    const summary = summarise(values);
    return {
      row: row.id,
      title: row.title,
      unit: row.unit,
      ours_median: ownSummary.median,
      ours_min: ownSummary.min,
      ours_max: ownSummary.max,
      peer: peer.id,
      peer_version: peer.packages.map((name) => `${name} ${pins[name] ?? "?"}`).join(", "),
      peer_median: summary.median,
      peer_min: summary.min,
      peer_max: summary.max,
      ratio: pairedRatio(own, values, row),
      goal: peer.goal ?? NaN,
      pairs: own.length,
      ...facts,
      data: row.data,
    };
  });
}
