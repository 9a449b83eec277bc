import assert from "node:assert/strict";
import { accuracyIntervals } from "lib/experiments/accuracy_intervals.ts";
import { madeModel, prediction, splitRow } from "./made_models.ts";

const PATHS = ["a", "b", "c", "d"];
const STUDY = { split: PATHS.map((path) => splitRow({ path, clean: path !== "d" })) };

/** Right on so many of four films, the first ones. */
const model = (experiment: string, numRight: number, seed = 1) =>
  madeModel(
    experiment,
    PATHS.map((path, i) => prediction(path, { isRight: i < numRight })),
    seed,
  );

Deno.test("accuracyIntervals() gives Wilson's interval of the seeds' mean on one test", () => {
  const { rows, floors } = accuracyIntervals([model("A", 2, 1), model("A", 4, 2)], STUDY, ["test"]);
  assert.deepEqual(floors, []);
  const [{ low, high, ...row }] = rows;
  assert.deepEqual(row, { model: "A", set: "test", value: 0.75, n: 4, seeds: [0.5, 1] });
  // By hand, z = 1.96: (.75 + z²/8 ± z·sqrt(.75·.25/4 + z²/64)) / (1 + z²/4).
  const [z, n] = [1.959964, 4];
  const half = z * Math.sqrt(0.75 * 0.25 / n + z ** 2 / (4 * n ** 2));
  assert(Math.abs(low - (0.75 + z ** 2 / (2 * n) - half) / (1 + z ** 2 / n)) < 1e-6);
  assert(Math.abs(high - (0.75 + z ** 2 / (2 * n) + half) / (1 + z ** 2 / n)) < 1e-6);
  assert.equal(low.toFixed(3), "0.301");
  assert.equal(high.toFixed(3), "0.954");
});

Deno.test("accuracyIntervals() counts each part's own films, and leaves out empty parts", () => {
  const { rows } = accuracyIntervals([model("A", 3)], STUDY, ["test", "test-clean", "validation"]);
  assert.deepEqual(rows.map(({ set, value, n }) => [set, value, n]), [
    ["test", 0.75, 4],
    ["test-clean", 1, 3],
  ]);
});

Deno.test("accuracyIntervals() names floors by what they look at", () => {
  const models = [model("B1", 4), model("floor-thumbnail:covid-or-normal", 2)];
  const { rows, floors } = accuracyIntervals(models, STUDY, ["test"]);
  assert.deepEqual(rows.map(({ model }) => model), ["B1"]);
  assert.deepEqual(floors, [{ name: "thumbnail", set: "test", value: 0.5 }]);
});
