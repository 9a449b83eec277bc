import assert from "node:assert/strict";
import {
  averagePrecision,
  averagePrecisionMacro,
  precisionRecallCurve,
} from "lib/evaluation/precision_recall.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID, PROBABILITIES, Y_TRUE } from "./golden.ts";

Deno.test("precisionRecallCurve() equals scikit-learn's", () => {
  // precision_recall_curve(b, s)
  const { precision, recall, thresholds } = precisionRecallCurve(IS_COVID, COVID_SCORES);
  const calls = [20, 18, 16, 11, 8, 7, 6, 5, 4, 2, 1];
  const found = [6, 6, 6, 5, 5, 5, 5, 4, 3, 2, 1];
  assertClose(precision, [...found.map((count, i) => count / calls[i]), 1]);
  assertClose(recall, [...found, 0].map((count) => count / 6));
  assertClose(thresholds, [0, 0.05, 0.1, 0.15, 0.25, 0.3, 0.4, 0.5, 0.65, 0.7, 0.75]);
});

Deno.test("averagePrecision() and averagePrecisionMacro() equal scikit-learn's", () => {
  // average_precision_score(b, s), average_precision_score(y, P)
  assertClose(averagePrecision(IS_COVID, COVID_SCORES), 0.7930555555555555);
  assertClose(averagePrecisionMacro(Y_TRUE, PROBABILITIES), 0.8572210197210198);
});

Deno.test("averagePrecision() of constant scores is the share of positive films", () => {
  assert.equal(averagePrecision([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]), 0.25);
});

Deno.test("averagePrecision() is NaN without positive films, 1 without negative ones", () => {
  assert.equal(averagePrecision([0, 0], [0.1, 0.2]), NaN);
  assert.equal(averagePrecision([1, 1], [0.1, 0.2]), 1);
  assert.equal(averagePrecision([], []), NaN);
  assert.equal(averagePrecisionMacro([0], [[0.6, 0.4]]), NaN);
  assert.deepEqual(precisionRecallCurve([0], [0.5]), {
    precision: [0, 1],
    recall: [NaN, NaN],
    thresholds: [0.5],
  });
});
