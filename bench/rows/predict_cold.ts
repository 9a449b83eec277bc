import { join } from "@std/path";
import type { BenchContext, BenchRow } from "../harness/bench_row.ts";

/** One film classified by a process that has just begun, as on the command line. */
export const predictCold: BenchRow = {
  id: "predict-cold",
  title: "One film predicted from a cold process, MobileNetV2 0.35, 224×224, decoding included",
  unit: "s",
  higherIsBetter: false,
  data: "raikokte",
  same: ["film", "params"],
  ours: { script: "predict_cold.ts", args: filmsOf },
  peers: [{
    id: "keras",
    packages: ["keras", "tensorflow-cpu", "pillow"],
    script: "predict_cold_keras.py",
    args: filmsOf,
    goal: 6,
  }],
};

function filmsOf({ data }: BenchContext): string[] {
  return ["--films", join(data, "raikokte")];
}
