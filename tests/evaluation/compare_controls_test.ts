import assert from "node:assert/strict";
import { compareControls } from "lib/evaluation/compare_controls.ts";

const classNames = ["No", "Yes"];

/** Scores of 60 films whose share of right answers depends on the multiplier. */
function outcome(multiplier: number, repeat = 0) {
  const predictions = Array.from({ length: 60 }, (_, i) => {
    const score = (i * multiplier % 61 + (i % 2 ? 30 : 0)) / 91;
    return {
      path: `${i}.png`,
      split: "fold-0",
      trueClass: classNames[i % 2],
      probabilities: [1 - score, score],
    };
  });
  return { repeat, classNames, predictions };
}

const options = {
  groupOf: (path: string) => String(Math.floor(Number.parseInt(path) / 2)),
  positiveIndex: 1,
  seed: 1,
  resamples: 200,
};

/**
 * ```python
 * import numpy as np
 * from sklearn.metrics import accuracy_score, balanced_accuracy_score, roc_auc_score
 * i = np.arange(60); y = i % 2
 * s = lambda m: (i * m % 61 + np.where(i % 2, 30, 0)) / 91
 * for f in (lambda a: accuracy_score(y, a > .5), lambda a: balanced_accuracy_score(y, a > .5),
 *           lambda a: roc_auc_score(y, a)):
 *     print(f(s(7)) - f(s(29)))
 * ```
 */
Deno.test("compareControls() gives differences equal to scikit-learn's", () => {
  const metrics = compareControls([outcome(7)], [outcome(29)], options);
  assert.deepEqual(metrics.map(({ metric }) => metric), [
    "difference:accuracy",
    "difference:balanced_accuracy",
    "difference:auc",
  ]);
  [0.08333333333333337, 0.08333333333333337, 0.06666666666666676].forEach((value, i) =>
    assert.ok(Math.abs(metrics[i].value - value) < 1e-12)
  );
  for (const { value, ciLow, ciHigh, ciMethod } of metrics) {
    assert.ok(ciLow < value && value < ciHigh);
    assert.equal(ciMethod, "bca");
  }
});

Deno.test("compareControls() averages over dealings, and the order of films counts for nothing", () => {
  const [a, b] = [outcome(7), outcome(29)];
  const once = compareControls([a], [b], options);
  const twice = compareControls([a, { ...a, repeat: 1 }], [b, { ...b, repeat: 1 }], options);
  assert.deepEqual(twice, once);
  const turned = { ...b, predictions: b.predictions.toReversed() };
  assert.deepEqual(compareControls([a], [turned], options), once);
});

Deno.test("compareControls() has no interval where nothing ever differs", () => {
  const [first] = compareControls([outcome(7)], [outcome(7)], options);
  assert.deepEqual({ ...first }, {
    metric: "difference:accuracy",
    value: 0,
    ciLow: NaN,
    ciHigh: NaN,
    ciMethod: "",
  });
});

Deno.test("compareControls() throws for other films", () => {
  const other = outcome(29);
  other.predictions.pop();
  assert.throws(() => compareControls([outcome(7)], [other], options), {
    name: "RangeError",
    message: "Cannot compare controls: the masked films are not the whole ones (59 and 60); " +
      "run both on the same split",
  });
});
