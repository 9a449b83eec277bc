import assert from "node:assert/strict";
import { trainingOptions } from "lib/experiments/training_options.ts";

const numbers = { epochs: 3, batchSize: 8, learningRate: 0.1 };
const parts = ["train", "train", "train", "train", "validation", "test"] as const;
const films = parts.map((part, i) => {
  return { path: `${i}.png`, sha256: "", group: "", className: "", part };
});
const examples = {
  values: Uint8Array.of(0, 1, 2, 3, 4, 5),
  shape: [1],
  labels: [0, 0, 0, 1, 1, 2],
};
const common = { films, task: { classNames: ["a", "b", "c"] } };

Deno.test("trainingOptions() of plain numbers adds nothing", () => {
  const { learningRate, classWeights, validation, epochs } = trainingOptions(examples, {
    ...common,
    settings: numbers,
  });
  assert.deepEqual([learningRate, classWeights, validation, epochs], [
    0.1,
    undefined,
    undefined,
    3,
  ]);
});

Deno.test("trainingOptions() weighs the training films' classes and holds validation films out", () => {
  const { learningRate, classWeights, validation } = trainingOptions(examples, {
    ...common,
    settings: {
      ...numbers,
      schedule: "cosine",
      balanceClasses: true,
      monitor: { monitor: "valLoss", restoreBest: true },
    },
  });
  assert.deepEqual(classWeights, [4 / 6, 2, 0]); // 3 films, 1 film, none
  assert.deepEqual([...validation!.values], [4]);
  assert(typeof learningRate === "function" && learningRate(1, 3) === 0.1);
});

Deno.test("trainingOptions() takes as many films as there are", () => {
  const labels = Array.from({ length: 200_000 }, (_, i) => i % 3);
  const many = labels.map(() => films[0]);
  const { classWeights } = trainingOptions(
    { values: new Uint8Array(200_000), shape: [1], labels },
    {
      ...common,
      films: many,
      settings: { ...numbers, balanceClasses: true },
    },
  );
  assert.equal(classWeights!.length, 3);
});
