import assert from "node:assert/strict";
import { resultRow } from "lib/evaluation/result_row.ts";

const KNOWN = {
  ...{ experiment: "C", model: "cnn", data: "made", split: "test", fold: 1, repeat: 2, seed: 3 },
  ...{ control: "frame", subgroup: "view=AP", n: 20, metric: "accuracy", value: 0.9 },
  ...{ ciLow: 0.8, ciHigh: 0.95, ciMethod: "wilson", profile: "full", commit: "abc", seconds: 4 },
};

Deno.test("resultRow() keeps what is known, and nothing that is no column", () => {
  assert.deepEqual(resultRow(KNOWN), KNOWN);
  assert.deepEqual(resultRow({ ...KNOWN, ...{ yTrue: [1] } }), KNOWN);
});

Deno.test("resultRow() says NaN or nothing of what is left out or undefined", () => {
  const { experiment, data, split, n, metric, value } = KNOWN;
  const unknown = {
    ...{ model: "", fold: NaN, repeat: NaN, seed: NaN, control: "", subgroup: "", ciLow: NaN },
    ...{ ciHigh: NaN, ciMethod: "", profile: "", commit: "", seconds: NaN },
  };
  const least = { experiment, data, split, n, metric, value };
  assert.deepEqual(resultRow(least), { ...least, ...unknown });
  assert.deepEqual(resultRow({ ...least, commit: undefined, repeat: undefined }), {
    ...least,
    ...unknown,
  });
});
