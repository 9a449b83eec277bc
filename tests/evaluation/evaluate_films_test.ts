import assert from "node:assert/strict";
import { evaluateFilms, type Metric } from "lib/evaluation/evaluate_films.ts";
import { assertClose } from "./assert_close.ts";
import { CLASSES, COVID_SCORES, IS_COVID, PROBABILITIES, Y_PRED, Y_TRUE } from "./golden.ts";

const EACH = Y_TRUE.map((_, i) => `film ${i}`);

function byName(metrics: Metric[]): Record<string, number> {
  return Object.fromEntries(metrics.map(({ metric, value }) => [metric, value]));
}

const THREE = {
  yTrue: Y_TRUE,
  yPred: Y_PRED,
  probabilities: PROBABILITIES,
  groups: EACH,
  classNames: CLASSES,
  seed: 1,
  resamples: 500,
};

const TWO = {
  ...THREE,
  yTrue: IS_COVID,
  yPred: COVID_SCORES.map((p) => Number(p >= 0.5)),
  probabilities: COVID_SCORES.map((p) => [1 - p, p]),
  classNames: ["non-COVID", "COVID-19"],
};

Deno.test("evaluateFilms() gives the metrics of three classes as scikit-learn does", () => {
  const values = byName(evaluateFilms(THREE));
  const expected = {
    accuracy: 0.85,
    balanced_accuracy: 0.8333333333333334,
    loss: 0.6210320245016645,
    macro_precision: 0.8777777777777779,
    macro_recall: 0.8333333333333334,
    macro_f1: 0.8407407407407407,
    macro_auc: 0.902281746031746,
    micro_auc: 0.9025,
    "auc:COVID-19": 0.8750000000000001,
    macro_average_precision: 0.8572210197210198,
    "average_precision:COVID-19": 0.7930555555555555,
    mcc: 0.781631749350903,
    brier: 0.34149999999999997,
    "precision:Viral Pneumonia": 0.8,
    "recall:Normal": 0.6666666666666666,
    "f1:Normal": 0.8,
    "support:Viral Pneumonia": 8,
    "confusion:Normal>COVID-19": 1,
    "confusion:COVID-19>Normal": 0,
    "confusion:Viral Pneumonia>Viral Pneumonia": 8,
  };
  for (const [metric, value] of Object.entries(expected)) assertClose(values[metric], value);
  for (const metric of ["auc", "sensitivity", "average_precision"]) assert(!(metric in values));
});

Deno.test("evaluateFilms() gives the metrics of two classes about the positive one", () => {
  // recall_score(b, s >= .5), recall_score(b, s >= .5, pos_label=0), and as in the other tests
  const values = byName(evaluateFilms(TWO));
  assertClose(values.sensitivity, 4 / 6);
  assertClose(values.specificity, 13 / 14);
  assertClose(values.auc, 0.8750000000000001);
  assertClose(values.average_precision, 0.7930555555555555);
  assertClose(values.brier, 0.11912499999999997);
  assertClose(values.loss, 0.3846463759350018);
  assertClose(values.mcc, 0.629940788348712);
  assert(!("macro_auc" in values));
  const turned = byName(evaluateFilms({ ...TWO, positiveIndex: 0 }));
  assertClose(turned.specificity, values.sensitivity);
  assertClose(turned.auc, values.auc);
});

Deno.test("evaluateFilms() has the same metrics in the same order whatever the values", () => {
  const names = (metrics: Metric[]) => metrics.map(({ metric }) => metric);
  const perfect = {
    ...THREE,
    yPred: Y_TRUE,
    probabilities: Y_TRUE.map((y) => [0, 1, 2].map((k) => Number(k === y))),
  };
  assert.deepEqual(names(evaluateFilms(perfect)), names(evaluateFilms(THREE)));
  assert.equal(new Set(names(evaluateFilms(THREE))).size, evaluateFilms(THREE).length);
});

Deno.test("evaluateFilms() holds each interval's method, and the value lies within", () => {
  const methods: Record<string, string> = {};
  for (const { metric, value, ciLow, ciHigh, ciMethod } of evaluateFilms(THREE)) {
    methods[metric.split(":")[0]] = ciMethod;
    assert.equal(ciMethod === "", Number.isNaN(ciLow));
    if (ciMethod !== "") assert(ciLow <= value && value <= ciHigh, metric);
  }
  assert.equal(methods.accuracy, "wilson");
  assert.equal(methods.macro_auc, "bca");
  assert.equal(methods.macro_f1, "bca");
  assert.equal(methods.loss, "");
});

Deno.test("evaluateFilms() widens the interval where patients repeat", () => {
  const pairs = Y_TRUE.map((_, i) => `patient ${i >> 1}`);
  const [one] = evaluateFilms({ ...THREE, yPred: Y_TRUE });
  const [two] = evaluateFilms({ ...THREE, yPred: Y_TRUE, groups: pairs });
  assert.equal(two.ciMethod, "wilson-cluster");
  assert(two.ciLow < one.ciLow);
});

Deno.test("evaluateFilms() says NaN, not 0, for a class without films", () => {
  const kept = Y_TRUE.flatMap((label, i) => label === 1 ? [] : [i]);
  const values = byName(evaluateFilms({
    ...THREE,
    yTrue: kept.map((i) => Y_TRUE[i]),
    yPred: kept.map((i) => Y_PRED[i]),
    probabilities: kept.map((i) => PROBABILITIES[i]),
    groups: kept.map((i) => EACH[i]),
  }));
  for (const metric of ["recall:Normal", "f1:Normal", "macro_auc", "macro_average_precision"]) {
    assert.equal(values[metric], NaN, metric);
  }
  assert.equal(values["support:Normal"], 0);
});

Deno.test("evaluateFilms() leaves the bootstrap out with 0 resamples", () => {
  const metrics = evaluateFilms({ ...THREE, resamples: 0 });
  assert(metrics.every(({ ciMethod }) => ciMethod !== "bca"));
  assert.deepEqual(byName(metrics), byName(evaluateFilms(THREE)));
});
