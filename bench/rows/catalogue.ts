import type { BenchRow } from "../harness/bench_row.ts";
import { b2Vgg16At150, b2Vgg16At224, experimentARow, experimentERow } from "./experiments.ts";
import { firstPass } from "./first_pass.ts";
import { predictCold } from "./predict_cold.ts";
import { trainD } from "./train_d.ts";

/** All rows, in the order in which they run and stand in the table. */
export const ROWS: readonly BenchRow[] = [
  trainD,
  experimentERow,
  experimentARow,
  b2Vgg16At150,
  b2Vgg16At224,
  firstPass,
  predictCold,
];
