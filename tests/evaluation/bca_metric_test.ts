import assert from "node:assert/strict";
import { bcaMetric } from "lib/evaluation/bca_metric.ts";

Deno.test("bcaMetric() names the method where there is an interval, and none where there is not", () => {
  const auc = { metric: "auc", value: 0.9 };
  const known = { ...auc, ciLow: 0.8, ciHigh: 0.95, ciMethod: "bca" };
  assert.deepEqual(bcaMetric(auc, [0.8, 0.95]), known);
  const unknown = { ...auc, ciLow: NaN, ciHigh: NaN, ciMethod: "" };
  assert.deepEqual(bcaMetric(auc, [NaN, NaN]), unknown);
  assert.deepEqual(bcaMetric(auc), unknown);
});
