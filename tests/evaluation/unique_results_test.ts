import assert from "node:assert/strict";
import type { ResultRow } from "lib/evaluation/result_row.ts";
import { uniqueResults } from "lib/evaluation/unique_results.ts";

function row(metric: string, value: number): ResultRow {
  return {
    ...{ experiment: "A", model: "cnn", data: "made", split: "test", fold: NaN, repeat: NaN },
    ...{ seed: NaN, control: "", subgroup: "", n: 1, metric, value, ciLow: NaN, ciHigh: NaN },
    ...{ ciMethod: "", profile: "quick", commit: "", seconds: NaN },
  };
}

Deno.test("uniqueResults() keeps the last of rows that give the same figure", () => {
  const rows = uniqueResults([row("brier", 1), row("accuracy", 2), row("brier", 3)]);
  assert.deepEqual(rows.map(({ metric, value }) => `${metric} ${value}`), [
    "accuracy 2",
    "brier 3",
  ]);
  assert.deepEqual(uniqueResults(rows), rows);
});
