import assert from "node:assert/strict";
import { flattenClasses, rocAuc, rocAucOvr, rocCurve } from "lib/evaluation/roc.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { shuffle } from "lib/random/shuffle.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID, PROBABILITIES, Y_TRUE } from "./golden.ts";

Deno.test("rocCurve() equals scikit-learn's", () => {
  // roc_curve(b, s)
  const curve = rocCurve(IS_COVID, COVID_SCORES);
  const fourteenths = [0, 0, 0, 1, 1, 3, 6, 10, 14];
  assertClose(curve.falsePositiveRate, fourteenths.map((count) => count / 14));
  assertClose(curve.truePositiveRate, [0, 1, 2, 3, 5, 5, 5, 6, 6].map((count) => count / 6));
  assertClose(curve.thresholds, [Infinity, 0.75, 0.7, 0.65, 0.4, 0.25, 0.15, 0.1, 0]);
});

Deno.test("rocCurve() keeps every threshold where asked to", () => {
  // roc_curve(b, s, drop_intermediate=False)
  const curve = rocCurve(IS_COVID, COVID_SCORES, { dropIntermediate: false });
  const fourteenths = [0, 0, 0, 1, 1, 1, 2, 3, 6, 10, 12, 14];
  assertClose(curve.falsePositiveRate, fourteenths.map((count) => count / 14));
  assertClose(
    curve.truePositiveRate,
    [0, 1, 2, 3, 4, 5, 5, 5, 5, 6, 6, 6].map((count) => count / 6),
  );
  const thresholds = [0.75, 0.7, 0.65, 0.5, 0.4, 0.3, 0.25, 0.15, 0.1, 0.05, 0];
  assertClose(curve.thresholds, [Infinity, ...thresholds]);
});

Deno.test("rocCurve() of one class has NaN for the share of the other", () => {
  assert.deepEqual(rocCurve([1, 1], [0.2, 0.8]), {
    falsePositiveRate: [NaN, NaN, NaN],
    truePositiveRate: [0, 0.5, 1],
    thresholds: [Infinity, 0.8, 0.2],
  });
  assert.deepEqual(rocCurve([], []).thresholds, [Infinity]);
});

Deno.test("rocAuc() and rocAucOvr() equal scikit-learn's", () => {
  // roc_auc_score(b, s)
  assertClose(rocAuc(IS_COVID, COVID_SCORES), 0.8750000000000001);
  // roc_auc_score(y, P, multi_class="ovr")
  assertClose(rocAucOvr(Y_TRUE, PROBABILITIES), 0.902281746031746);
  // roc_auc_score(np.eye(3)[y], P, average="micro")
  assertClose(rocAucOvr(Y_TRUE, PROBABILITIES, { average: "micro" }), 0.9025);
});

Deno.test("rocAuc() returns 0.5 for constant scores, 1 and 0 for perfect ones", () => {
  assert.equal(rocAuc([0, 1, 1], [0.3, 0.3, 0.3]), 0.5);
  assert.equal(rocAuc([0, 1, 1], [0.1, 0.3, 0.3]), 1);
  assert.equal(rocAuc([0, 1, 1], [0.9, 0.3, 0.3]), 0);
});

Deno.test("rocAuc() and rocAucOvr() are NaN where a class has no films", () => {
  assert.equal(rocAuc([1, 1], [0.1, 0.2]), NaN);
  assert.equal(rocAuc([], []), NaN);
  assert.equal(rocAucOvr([0, 1], [[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]]), NaN);
  assert.equal(rocAucOvr([0, 1], [[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]], { average: "micro" }), 1);
  assert.equal(rocAucOvr([], []), NaN);
});

Deno.test("rocAuc() is the share of pairs in the right order, whatever the order of rows", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = seededRandom(seed);
    const n = 2 + Math.floor(30 * random());
    const yTrue = Array.from({ length: n }, () => Math.floor(2 * random()));
    const scores = Array.from({ length: n }, () => Math.floor(8 * random()) / 8);
    let won = 0, pairs = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (yTrue[i] !== 1 || yTrue[j] !== 0) continue;
        pairs++;
        won += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
    }
    const auc = rocAuc(yTrue, scores);
    assert.equal(auc, won / pairs);
    const order = shuffle([...yTrue.keys()], random);
    assert.equal(rocAuc(order.map((i) => yTrue[i]), order.map((i) => scores[i])), auc);
  }
});

Deno.test("rocCurve() encloses the area that rocAuc() gives", () => {
  for (const dropIntermediate of [true, false]) {
    const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(IS_COVID, COVID_SCORES, {
      dropIntermediate,
    });
    let area = 0;
    for (let i = 1; i < x.length; i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    assertClose(area, rocAuc(IS_COVID, COVID_SCORES));
  }
});

Deno.test("rocAuc() throws for labels and scores it cannot use", () => {
  assert.throws(() => rocAuc([0, 2], [0.1, 0.2]), {
    message: "Cannot use yTrue[1] = 2: expected a class index from 0 to 1",
  });
  assert.throws(() => rocAuc([0, 1], [0.1, NaN]), {
    message: "Cannot use scores[1] = NaN: expected a finite number",
  });
  assert.throws(() => rocAuc([0, 1], [0.1]), { name: "RangeError", message: /same number/ });
});

Deno.test("flattenClasses() makes a pair of each film and class", () => {
  assert.deepEqual(flattenClasses([1, 0], [[0.3, 0.7], [0.6, 0.4]]), {
    labels: [0, 1, 1, 0],
    scores: [0.3, 0.7, 0.6, 0.4],
  });
});
