import assert from "node:assert/strict";
import { differenceChart } from "lib/display/difference_chart.ts";

Deno.test("differenceChart() writes signed differences on an axis that is even about zero", () => {
  const { svg } = differenceChart([
    { model: "A+", value: 0.0304, low: -0.02, high: 0.08 },
    { model: "E", value: -0.0004, low: NaN, high: NaN },
    { model: "gone", value: NaN, low: NaN, high: NaN },
  ], { label: "accuracy", reference: "A" });
  for (const text of ["+0.030", "0.000", "A+", "Difference in accuracy from A", "+0.08", "−0.08"]) {
    assert(svg.includes(text), text);
  }
  assert(!svg.includes("gone"));
});

Deno.test("differenceChart() throws where nothing is known", () => {
  const rows = [{ model: "A+", value: NaN, low: NaN, high: NaN }];
  assert.throws(() => differenceChart(rows, { label: "AUC", reference: "A" }), {
    name: "RangeError",
    message: "Cannot show differences of AUC: none is known",
  });
});
