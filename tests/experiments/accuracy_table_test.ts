import assert from "node:assert/strict";
import { accuracyTable } from "lib/experiments/accuracy_table.ts";
import { madeModel, prediction, splitRow } from "./made_models.ts";

const STUDY = {
  set: { root: "", name: "made" },
  split: [
    ...["a", "b", "c", "d"].map((path) =>
      splitRow({ path, clean: path !== "d", patient: path === "a" })
    ),
    splitRow({ path: "t", split: "train" }),
    splitRow({ path: "v", split: "validation" }),
  ],
};
const tested = (numRight: number) =>
  ["a", "b", "c", "d"].map((path, i) => prediction(path, { isRight: i < numRight }));

Deno.test("accuracyTable() gives accuracies, and intervals on the tests alone", () => {
  const held = madeModel("C+", [
    ...tested(3),
    prediction("t", { split: "train" }),
    prediction("v", { split: "validation", isRight: false }),
  ], 2);
  // Wilson's interval of 3 of 4 by hand: .627 ± .327.
  const [{ "test, clean: 3": clean, "test, patient: 1": patient, ...row }] = accuracyTable(
    [held],
    STUDY,
  );
  assert.deepEqual(row, {
    model: "C+",
    seed: 2,
    train: "1.000",
    validation: "0.000",
    "test: 4": "0.750 (0.30–0.95)",
  });
  assert.match(`${clean}`, /^1\.000 \(0\.\d\d–1\.00\)$/);
  assert.match(`${patient}`, /^1\.000 \(0\.\d\d–1\.00\)$/);
});

Deno.test("accuracyTable() marks parts that a model does not know, and takes task and seed off floors", () => {
  const trained = madeModel("C", [...tested(4), prediction("v", { split: "train" })]);
  const floor = madeModel("floor-frame:covid-or-normal", tested(2), NaN);
  const [first, second] = accuracyTable([trained, floor], STUDY);
  assert.equal(first.validation, "–");
  assert.equal(first.train, "1.000");
  assert.equal(second.model, "floor-frame");
  assert.equal(second.seed, "");
  assert.equal(second.train, "–");
  assert.deepEqual(Object.keys(second), Object.keys(first));
});
