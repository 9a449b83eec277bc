import type { BenchRow } from "../harness/bench_row.ts";
import { trainD } from "./train_d.ts";

/** All rows, in the order in which they run and stand in the table. */
export const ROWS: readonly BenchRow[] = [
  trainD,
];
