import type { BenchResult } from "../../bench/harness/bench_results.ts";

/** A line of a results file: ours beside Keras. */
export function madeResult(row: string, changes: Partial<BenchResult> = {}): BenchResult {
  return {
    row,
    title: "Training, D network, 500×500×1, batch 16",
    unit: "images/s",
    ours_median: 16.5,
    ours_min: 16,
    ours_max: 17,
    peer: "keras",
    peer_version: "keras 3.15.1, tensorflow 2.21.0",
    peer_median: 12.25,
    peer_min: 12,
    peer_max: 12.5,
    ratio: 1.35,
    goal: 1.3,
    pairs: 5,
    threads: 2,
    cpu: "A processor, 2 cores",
    data: "synthetic",
    commit: "abc",
    date: "2026-01-01T00:00:00.000Z",
    ...changes,
  };
}
