import type { BenchRow } from "../harness/bench_row.ts";

/** Training of experiment D's network, films of 500×500 in memory. */
export const trainD: BenchRow = {
  id: "train-d",
  title: "Training, D network, 500×500×1, batch 16",
  unit: "images/s",
  higherIsBetter: true,
  data: "synthetic",
  same: ["params", "data"],
  ours: { script: "train_d.ts" },
  peers: [
    { id: "keras", packages: ["keras", "tensorflow"], script: "train_d_keras.py", goal: 1.3 },
    { id: "torch", packages: ["torch"], script: "train_d_torch.py", goal: 3 },
    {
      id: "torch channels_last",
      packages: ["torch"],
      script: "train_d_torch.py",
      args: () => ["--channels-last"],
      goal: 3,
    },
  ],
};
