import type { BenchRow } from "../harness/bench_row.ts";

/**
 * How much of the machine's arithmetic a training step uses: against a bare matrix product the ratio
 * is the share, `0.6` = 60 %.
 */
export const sgemmShare: BenchRow = {
  id: "sgemm-share",
  title: "Arithmetic of a training step, D network",
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
