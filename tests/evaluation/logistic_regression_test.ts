import assert from "node:assert/strict";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "lib/evaluation/logistic_regression.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { FEATURES, IS_COVID, Y_TRUE } from "./golden.ts";

Deno.test("fitLogisticRegression() equals scikit-learn's with three balanced classes", () => {
  // m = LogisticRegression(C=.5, class_weight="balanced", tol=1e-14, max_iter=100000).fit(X, y)
  // m.coef_, m.intercept_, m.predict_proba([[0, 0], [1, -1]])
  const model = fitLogisticRegression(FEATURES, Y_TRUE, {
    numClasses: 3,
    c: 0.5,
    classWeight: "balanced",
  });
  assertClose(model.coefficients, [
    [-0.6491484271088798, -0.024360117093423655],
    [-0.1761355456153101, -0.024683359817520446],
    [0.8252839727241897, 0.04904347691094412],
  ], 1e-6);
  assertClose(
    model.intercepts,
    [0.23981468540880027, 0.17874693537412845, -0.4185616207829283],
    1e-6,
  );
  assertClose(predictLogisticRegression(model, [[0, 0], [1, -1]]), [
    [0.40676023708073566, 0.38266355771480715, 0.21057620520445716],
    [0.21683779976126205, 0.3274770517713654, 0.45568514846737257],
  ], 1e-6);
});

Deno.test("fitLogisticRegression() equals scikit-learn's with two classes", () => {
  // m = LogisticRegression(C=.5, tol=1e-14, max_iter=100000).fit(X, b)
  const model = fitLogisticRegression(FEATURES, IS_COVID, { numClasses: 2, c: 0.5 });
  assertClose(model.coefficients, [[-0.81331212469338, -0.02366811509208264]], 1e-6);
  assertClose(model.intercepts, [-0.5663544771571282], 1e-6);
  assertClose(predictLogisticRegression(model, [[0, 0], [1, -1]]), [
    [0.637921564969528, 0.362078435030472],
    [0.7951085772463071, 0.20489142275369282],
  ], 1e-6);
});

Deno.test("fitLogisticRegression() equals scikit-learn's almost without a penalty", () => {
  // LogisticRegression(C=1e6, tol=1e-14, max_iter=100000).fit(X, y)
  const model = fitLogisticRegression(FEATURES, Y_TRUE, {
    numClasses: 3,
    c: 1e6,
    tolerance: 1e-10,
  });
  assertClose(model.coefficients, [
    [-1.3235036480845181, -0.0971953590329287],
    [-0.36522906027684193, -0.16202808858792875],
    [1.6887327083613615, 0.2592234476208562],
  ], 1e-6);
});

Deno.test("fitLogisticRegression() with a strong penalty predicts the classes' shares", () => {
  const model = fitLogisticRegression(FEATURES, Y_TRUE, { numClasses: 3, c: 1e-9 });
  assertClose(predictLogisticRegression(model, [[5, 5]])[0], [0.3, 0.3, 0.4], 1e-6);
});

Deno.test("fitLogisticRegression() does not depend on the order of rows beyond rounding", () => {
  const options = { numClasses: 3, c: 0.5 };
  const forwards = fitLogisticRegression(FEATURES, Y_TRUE, options);
  const backwards = fitLogisticRegression(FEATURES.toReversed(), Y_TRUE.toReversed(), options);
  assertClose(forwards.coefficients, backwards.coefficients, 1e-6);
});

Deno.test("fitLogisticRegression() fits separable classes with more features than rows", () => {
  const random = seededRandom(1);
  const ys = Array.from({ length: 40 }, (_, i) => i % 3);
  const xs = ys.map((label) =>
    Array.from({ length: 100 }, (_, j) => random() - 0.5 + (j % 3 === label ? 0.5 : 0))
  );
  const model = fitLogisticRegression(xs, ys, { numClasses: 3, c: 0.1, classWeight: "balanced" });
  const called = predictLogisticRegression(model, xs).map((row) => row.indexOf(Math.max(...row)));
  assert.deepEqual(called, ys);
});

Deno.test("fitLogisticRegression() throws for what it cannot fit", () => {
  const options = { numClasses: 2 };
  assert.throws(() => fitLogisticRegression([[1], [2]], [0, 0], options), {
    name: "RangeError",
    message: "Cannot fit class 1 of 2: it has no films",
  });
  assert.throws(() => fitLogisticRegression([[1], [NaN]], [0, 1], options), {
    message: "Cannot fit xs[1][0] = NaN: expected a finite number",
  });
  assert.throws(() => fitLogisticRegression([[1], [2]], [0, 1], { numClasses: 2, c: 0 }), {
    message: "Cannot fit with C = 0: expected a number above 0",
  });
  assert.throws(() => fitLogisticRegression([[1], [2]], [0], options), { name: "RangeError" });
  assert.throws(
    () => fitLogisticRegression(FEATURES, Y_TRUE, { numClasses: 3, maxIterations: 1 }),
    /Cannot fit logistic regression in 1 steps .* standardise the features/,
  );
});

Deno.test("predictLogisticRegression() throws for another number of features", () => {
  const model = fitLogisticRegression([[1], [2]], [0, 1], { numClasses: 2 });
  assert.throws(() => predictLogisticRegression(model, [[1, 2]]), { name: "RangeError" });
});
