import assert from "node:assert/strict";
import { prevalenceCurve, PREVALENCES } from "lib/evaluation/prevalence_curve.ts";
import { assertClose } from "./assert_close.ts";

const RATE = { value: 0.9, low: 0.8, high: 0.95 };

Deno.test("prevalenceCurve() follows Bayes' rule, by hand", () => {
  const [point] = prevalenceCurve({ sensitivity: RATE, specificity: RATE }, [0.1]);
  assertClose(point.ppv, 0.09 / (0.09 + 0.09));
  assertClose(point.npv, 0.81 / (0.81 + 0.01));
  assertClose(point.ppvInterval, [0.08 / (0.08 + 0.18), 0.095 / (0.095 + 0.045)]);
  assert(point.npvInterval[0] < point.npv && point.npv < point.npvInterval[1]);
});

Deno.test("prevalenceCurve() goes from half a percent to a half, rising", () => {
  const points = prevalenceCurve({ sensitivity: RATE, specificity: RATE });
  assert.equal(PREVALENCES[0], 0.005);
  assert.equal(PREVALENCES.at(-1), 0.5);
  points.slice(1).forEach(({ ppv, npv }, i) => assert(ppv > points[i].ppv && npv < points[i].npv));
});

Deno.test("prevalenceCurve() of a model that calls nobody positive has no positive value", () => {
  const none = { value: 0, low: 0, high: 0 }, all = { value: 1, low: 1, high: 1 };
  assert.equal(prevalenceCurve({ sensitivity: none, specificity: all }, [0.1])[0].ppv, NaN);
});
