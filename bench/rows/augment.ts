import type { BenchRow } from "../harness/bench_row.ts";

/** Augmented batches out of films in memory, as experiment E's network sees them. */
export const augmentFilms: BenchRow = augmentRow({
  id: "augment",
  title: "Augmented input, 256×256×3, batch 32",
  args: [],
});

/** The same for a network of grey films, where all sides change a third as many numbers. */
export const augmentGreyFilms: BenchRow = augmentRow({
  id: "augment-grey",
  title: "Augmented input, 256×256×1, batch 32",
  args: ["--grey"],
});

function augmentRow(
  { id, title, args }: { id: string; title: string; args: string[] },
): BenchRow {
  const tfData = { packages: ["keras", "tensorflow"], script: "augment_tf_data.py", goal: 3 };
  return {
    id,
    title,
    unit: "images/s",
    higherIsBetter: true,
    data: "synthetic",
    same: ["images", "channels"],
    ours: { script: "augment.ts", args: () => args },
    peers: [
      {
        id: "ImageDataGenerator",
        packages: ["keras", "scipy"],
        script: "augment_generator.py",
        args: () => args,
        goal: 10,
      },
      { ...tfData, id: "tf.data", args: () => args },
      { ...tfData, id: "tf.data per film", args: () => [...args, "--per-film"] },
    ],
  };
}
