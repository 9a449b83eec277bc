import type { BenchRow } from "../harness/bench_row.ts";

/** Augmented batches out of films in memory, as experiment E trains on them. */
export const augmentFilms: BenchRow = {
  id: "augment",
  title: "Augmented input, 256×256×1, batch 32",
  unit: "images/s",
  higherIsBetter: true,
  data: "synthetic",
  same: ["images"],
  ours: { script: "augment.ts" },
  peers: [
    {
      id: "ImageDataGenerator",
      packages: ["keras", "scipy"],
      script: "augment_generator.py",
      goal: 10,
    },
    {
      id: "tf.data",
      packages: ["keras", "tensorflow"],
      script: "augment_tf_data.py",
      goal: 3,
    },
    {
      id: "tf.data per film",
      packages: ["keras", "tensorflow"],
      script: "augment_tf_data.py",
      args: () => ["--per-film"],
      goal: 3,
    },
  ],
};
