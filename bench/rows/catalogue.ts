import type { BenchRow } from "../harness/bench_row.ts";
import { augmentFilms, augmentGreyFilms } from "./augment.ts";
import { b2Vgg16At150, b2Vgg16At224, experimentARow, experimentERow } from "./experiments.ts";
import { firstPass } from "./first_pass.ts";
import { predictCold } from "./predict_cold.ts";
import { memoryD } from "./memory_d.ts";
import { sgemmShare } from "./sgemm_share.ts";
import { trainC } from "./train_c.ts";
import { trainD } from "./train_d.ts";
import { vgg16Forward } from "./vgg16_forward.ts";

/** All rows, in the order in which they run and stand in the table. */
export const ROWS: readonly BenchRow[] = [
  trainD,
  trainC,
  experimentERow,
  experimentARow,
  b2Vgg16At150,
  b2Vgg16At224,
  augmentFilms,
  augmentGreyFilms,
  firstPass,
  vgg16Forward,
  memoryD,
  predictCold,
  sgemmShare,
];
