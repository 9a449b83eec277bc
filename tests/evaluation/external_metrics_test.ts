import assert from "node:assert/strict";
import { evaluateFilms } from "lib/evaluation/evaluate_films.ts";
import { externalMetrics } from "lib/evaluation/external_metrics.ts";
import { assertClose } from "./assert_close.ts";
import { CLASSES, PROBABILITIES, Y_PRED, Y_TRUE } from "./golden.ts";

const golden = {
  yTrue: Y_TRUE,
  yPred: Y_PRED,
  probabilities: PROBABILITIES,
  groups: Y_TRUE.map((_, i) => `${i}`),
  classNames: CLASSES,
  seed: 1,
  resamples: 50,
};
const valueIn = (metrics: ReturnType<typeof externalMetrics>) => (name: string) =>
  metrics.find(({ metric }) => metric === name)?.value ?? assert.fail(`no ${name}`);

Deno.test("externalMetrics() begins with all that evaluateFilms() gives", () => {
  const base = evaluateFilms(golden);
  assert.deepEqual(externalMetrics(golden).slice(0, base.length), base);
});

// c = confusion_matrix(y, p); m = multilabel_confusion_matrix(y, p)
// [m[k][0, 0] / m[k][0].sum() for k in range(3)]
// proportion_confint(c[1, 2], c[1].sum(), method="wilson")  # statsmodels
Deno.test("externalMetrics() gives specificities and mistakes as scikit-learn and statsmodels do", () => {
  const metrics = externalMetrics(golden);
  const value = valueIn(metrics);
  assertClose(value("specificity:COVID-19"), 0.9285714285714286);
  assertClose(value("specificity:Normal"), 1);
  assertClose(value("specificity:Viral Pneumonia"), 0.8333333333333334);
  const mistake = metrics.find(({ metric }) => metric === "called:Normal>Viral Pneumonia")!;
  assertClose(mistake.value, 0.16666666666666666);
  assertClose(mistake.ciLow, 0.030053369748306635);
  assertClose(mistake.ciHigh, 0.5635028221864703);
});

Deno.test("externalMetrics() tells what it can of healthy films alone, the rest is NaN", () => {
  const value = valueIn(externalMetrics({
    yTrue: [0, 0, 0, 0],
    yPred: [0, 1, 0, 0],
    probabilities: [[0.9, 0.1], [0.3, 0.7], [0.8, 0.2], [0.6, 0.4]],
    groups: ["a", "b", "c", "d"],
    classNames: ["Normal", "COVID-19"],
    seed: 1,
    resamples: 50,
  }));
  assert.equal(value("specificity"), 0.75);
  assert.equal(value("called:Normal>COVID-19"), 0.25);
  for (const name of ["auc", "sensitivity", "slope:COVID-19", "ece:COVID-19"]) {
    assert(Number.isNaN(value(name)), name);
  }
});

Deno.test("externalMetrics() tells predictive values by Bayes' rule: few cases, many false alarms", () => {
  const n = 20;
  const yTrue = Array.from({ length: n }, (_, i) => Number(i < 10));
  const yPred = yTrue.map((label, i) => i % 10 === 0 ? 1 - label : label); // .9 and .9
  const value = valueIn(externalMetrics({
    yTrue,
    yPred,
    probabilities: yPred.map((label) => label === 1 ? [0.1, 0.9] : [0.9, 0.1]),
    groups: yTrue.map((_, i) => `${i}`),
    classNames: ["Normal", "COVID-19"],
    seed: 1,
    resamples: 50,
  }));
  assertClose(value("ppv:COVID-19@0.5"), 0.9);
  assertClose(value("ppv:COVID-19@0.01"), 0.009 / (0.009 + 0.099));
  assertClose(value("npv:COVID-19@0.5"), 0.9);
});

Deno.test("externalMetrics() does not depend on the films' order (but for ties in bins)", () => {
  const order = [...Y_TRUE.keys()].reverse();
  const turned = externalMetrics({
    ...golden,
    yTrue: order.map((i) => Y_TRUE[i]),
    yPred: order.map((i) => Y_PRED[i]),
    probabilities: order.map((i) => PROBABILITIES[i]),
    groups: order.map((i) => `${i}`),
    resamples: 0,
  });
  externalMetrics({ ...golden, resamples: 0 }).forEach(({ metric, value }, i) => {
    if (!metric.startsWith("ece")) assertClose(turned[i].value, value, 1e-8);
  });
});
