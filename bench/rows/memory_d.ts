import type { BenchRow } from "../harness/bench_row.ts";

/** What training experiment D's network needs at its peak, everything of the process counted. */
export const memoryD: BenchRow = {
  id: "memory-d",
  title: "Peak resident memory, training, D network",
  unit: "MB",
  higherIsBetter: false,
  data: "synthetic",
  measure: "peak_rss_mb",
  same: ["params", "data"],
  ours: { script: "train_d.ts" },
  peers: [
    { id: "keras", packages: ["keras", "tensorflow"], script: "train_d_keras.py", goal: 1 },
  ],
};
