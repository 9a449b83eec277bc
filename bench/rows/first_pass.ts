import { join } from "@std/path";
import type { BenchContext, BenchRow } from "../harness/bench_row.ts";

const SIZE = 256;
const PASSES = 5;

/** Original films of 0.1 to 14 megapixels, read for the first time. */
export const firstPass: BenchRow = {
  id: "first-pass",
  title: `First pass over original films, to ${SIZE}×${SIZE} grey, cold cache`,
  unit: "images/s",
  higherIsBetter: true,
  data: "raw-sample",
  same: ["films"],
  ours: { script: "first_pass.ts", args: filmsOf },
  peers: [
    { ...tfData("tf.data"), goal: 1.5 },
    tfData("tf.data antialias", "--antialias"),
    // ImageDataGenerator reads one film at a time, without averaging: Keras's default.
    { ...pillow("pillow as ImageDataGenerator", { threads: 1 }), goal: 2 },
    { ...pillow("pillow"), goal: 2 },
    pillow("pillow bilinear", { interpolation: "bilinear" }),
  ],
};

function tfData(id: string, ...more: string[]) {
  return {
    id,
    packages: ["tensorflow-cpu"],
    script: "first_pass_tf_data.py",
    args: (context: BenchContext) => [...withThreads(context), ...more],
  };
}

function pillow(
  id: string,
  { threads, interpolation = "nearest" }: { threads?: number; interpolation?: string } = {},
) {
  return {
    id,
    packages: ["pillow"],
    script: "first_pass_pillow.py",
    args: (context: BenchContext) => [
      ...withThreads({ ...context, threads: threads ?? context.threads }),
      ...["--interpolation", interpolation],
    ],
  };
}

function withThreads(context: BenchContext): string[] {
  return [...filmsOf(context), "--threads", String(context.threads)];
}

function filmsOf({ data }: BenchContext): string[] {
  const numbers = ["--size", String(SIZE), "--passes", String(PASSES)];
  return ["--films", join(data, "raw-sample"), ...numbers];
}
