import { join } from "@std/path";
import type { BenchContext, BenchRow } from "../harness/bench_row.ts";

const KERAS = ["keras", "tensorflow-cpu", "scipy", "pillow"];

const END_TO_END = {
  unit: "s",
  higherIsBetter: false,
  data: "raikokte",
  same: ["films", "epochs", "params"],
};

/** Experiment A from files to predictions: a small network, held up by its input. */
export const experimentARow: BenchRow = experimentRow("A", {
  epochs: 16,
  title: "Experiment A, files to predictions, 16 epochs, augmented, cold caches",
  goal: 8,
});

/** Experiment E from files to predictions. */
export const experimentERow: BenchRow = experimentRow("E", {
  epochs: 20,
  title: "Experiment E, files to predictions, 20 epochs, augmented, cold caches",
  goal: 1.5,
});

/** Experiment B2 on a frozen VGG16 of random weights, at the size it was published with. */
export const b2Vgg16At150: BenchRow = b2Row(150);

/** The same at the size that VGG16 was made for. */
export const b2Vgg16At224: BenchRow = b2Row(224);

function experimentRow(
  id: "A" | "E",
  { epochs, title, goal }: { epochs: number; title: string; goal: number },
): BenchRow {
  const args = (context: BenchContext) => [...filmsOf(context), "--epochs", String(epochs)];
  return {
    ...END_TO_END,
    id: `experiment-${id.toLowerCase()}`,
    title,
    ours: { script: "experiment.ts", args: (context) => [id, ...args(context)] },
    peers: [{
      id: "keras",
      packages: KERAS,
      script: `experiment_${id.toLowerCase()}_keras.py`,
      args,
      goal,
    }],
  };
}

function b2Row(size: number): BenchRow {
  const args = (context: BenchContext) => [
    ...filmsOf(context),
    ...["--epochs", "10", "--size", String(size)],
  ];
  return {
    ...END_TO_END,
    id: `b2-vgg16-${size}`,
    title: `B2 on frozen VGG16, ${size}×${size}, files to predictions, 10 epochs, cold caches`,
    ours: { script: "b2.ts", args },
    peers: [{ id: "keras", packages: KERAS, script: "b2_keras.py", args, goal: 6 }],
  };
}

function filmsOf({ data }: BenchContext): string[] {
  return ["--films", join(data, "raikokte")];
}
