import assert from "node:assert/strict";
import { labelsOf, splitRowsOf } from "lib/experiments/labels_of.ts";
import { madeModel, prediction, splitRow } from "./made_models.ts";

const STUDY = {
  split: [
    splitRow({ path: "a", split: "train" }),
    splitRow({ path: "b" }),
    splitRow({ path: "c", patient: false }),
    splitRow({ path: "d", clean: false, patient: false }),
  ],
};
const MODEL = madeModel("C", [
  prediction("a", { split: "train" }),
  prediction("b", { trueClass: "COVID-19" }),
  prediction("c", { isRight: false }),
  prediction("d"),
]);

Deno.test("labelsOf() picks the films of each part", () => {
  const paths = (part: string) => labelsOf(MODEL, STUDY, part).films.map(({ path }) => path);
  assert.deepEqual(paths("train"), ["a"]);
  assert.deepEqual(paths("validation"), []);
  assert.deepEqual(paths("test"), ["b", "c", "d"]);
  assert.deepEqual(paths("test-clean"), ["b", "c"]);
  assert.deepEqual(paths("test-patient"), ["b"]);
});

Deno.test("labelsOf() gives the true class and the likeliest, of equals the first", () => {
  const { yTrue, yPred } = labelsOf(MODEL, STUDY, "test");
  assert.deepEqual([yTrue, yPred], [[1, 0, 0], [1, 1, 0]]);
  const undecided = { ...prediction("b"), probabilities: [0.5, 0.5] };
  assert.deepEqual(labelsOf(madeModel("C", [undecided]), STUDY, "test").yPred, [0]);
});

Deno.test("splitRowsOf() finds each film's row, in the films' order", () => {
  const rows = splitRowsOf([{ path: "d" }, { path: "a" }], STUDY);
  assert.deepEqual(rows, [STUDY.split[3], STUDY.split[0]]);
});

Deno.test("splitRowsOf() names a film that the split does not know", () => {
  assert.throws(() => splitRowsOf([{ path: "e" }], STUDY), {
    name: "RangeError",
    message: 'Film "e" is not in split.csv; run the notebooks again',
  });
});
