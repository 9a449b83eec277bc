import type { BenchRow } from "../harness/bench_row.ts";

/** Training of experiment C's network, films of 200×200 in memory. */
export const trainC: BenchRow = {
  id: "train-c",
  title: "Training, C network, 200×200×3, batch 32",
  unit: "images/s",
  higherIsBetter: true,
  data: "synthetic",
  same: ["params", "data"],
  ours: { script: "train_c.ts" },
  peers: [
    { id: "keras", packages: ["keras", "tensorflow"], script: "train_c_keras.py", goal: 1.3 },
    { id: "torch", packages: ["torch"], script: "train_c_torch.py", goal: 2 },
    {
      id: "torch channels_last",
      packages: ["torch"],
      script: "train_c_torch.py",
      args: () => ["--channels-last"],
      goal: 2,
    },
  ],
};
