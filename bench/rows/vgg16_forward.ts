import type { BenchRow } from "../harness/bench_row.ts";

/** VGG16's thirteen convolutions, forward only, as features of frozen networks are computed. */
export const vgg16Forward: BenchRow = {
  id: "vgg16-forward",
  title: "VGG16 forward, 224×224×3, batch 16",
  unit: "images/s",
  higherIsBetter: true,
  data: "synthetic",
  same: ["params", "images"],
  ours: { script: "vgg16_forward.ts" },
  peers: [
    { id: "keras", packages: ["keras", "tensorflow"], script: "vgg16_forward_keras.py", goal: 1.2 },
    { id: "torch", packages: ["torch"], script: "vgg16_forward_torch.py", goal: 1.1 },
    {
      id: "torch channels_last",
      packages: ["torch"],
      script: "vgg16_forward_torch.py",
      args: () => ["--channels-last"],
      goal: 1.1,
    },
  ],
};
