import type { BenchRow } from "../harness/bench_row.ts";

/**
 * The arithmetic of a training step, by the time that it takes: against a bare matrix product the
 * ratio is the share of the machine's, `0.6` = 60 %. It can exceed 1, since convolutions get by with
 * fewer multiplications than direct ones, which are what is counted.
 */
export const sgemmShare: BenchRow = {
  id: "sgemm-share",
  title: "Arithmetic that direct convolutions need for a training step, D network",
  unit: "GFLOP/s",
  higherIsBetter: true,
  data: "synthetic",
  same: ["params", "gflop"],
  ours: { script: "train_d.ts", args: () => ["--gflops"] },
  peers: [
    { id: "sgemm tensorflow", packages: ["tensorflow"], script: "sgemm_tensorflow.py", goal: 0.6 },
    { id: "sgemm torch", packages: ["torch"], script: "sgemm_torch.py", goal: 0.6 },
    {
      id: "keras",
      packages: ["keras", "tensorflow"],
      script: "train_d_keras.py",
      args: () => ["--gflops"],
    },
  ],
};
