import assert from "node:assert/strict";
import { rankOnValidation } from "lib/experiments/best_on_validation.ts";
import { madeModel, prediction } from "./made_models.ts";

/** A model that is right on so many of four validation films, and wrong on the only test film. */
const model = (experiment: string, numRight: number, seed = 1) =>
  madeModel(experiment, [
    ...[0, 1, 2, 3].map((i) => prediction(`${i}`, { split: "validation", isRight: i < numRight })),
    prediction("t", { isRight: false }),
  ], seed);

Deno.test("rankOnValidation() takes the mean of the seeds, the best first", () => {
  assert.deepEqual(rankOnValidation([model("A+", 2, 1), model("B+", 3), model("A+", 3, 2)]), [
    { experiment: "B+", seeds: 1, accuracy: 0.75 },
    { experiment: "A+", seeds: 2, accuracy: 0.625 },
  ]);
});

Deno.test("rankOnValidation() ranks equals by name, in whatever order they come", () => {
  const names = (models: string[]) =>
    rankOnValidation(models.map((name) => model(name, 2))).map(({ experiment }) => experiment);
  assert.deepEqual(names(["E+", "A+", "D+"]), ["A+", "D+", "E+"]);
  assert.deepEqual(names(["D+", "E+", "A+"]), ["A+", "D+", "E+"]);
});

Deno.test("rankOnValidation() leaves out models without validation films", () => {
  const without = madeModel("A", [prediction("t"), prediction("u", { split: "train" })]);
  assert.deepEqual(rankOnValidation([without]), []);
  assert.equal(rankOnValidation([without, model("A+", 1)]).length, 1);
});
