import assert from "node:assert/strict";
import { fitRandomForest, predictRandomForest } from "lib/evaluation/random_forest.ts";
import { assertClose } from "./assert_close.ts";
import { FEATURES, Y_TRUE } from "./golden.ts";

const QUESTIONS = [[0, 0], [1, -1], [-1, 0.5], [1.5, 0.5]];

Deno.test("fitRandomForest() agrees with scikit-learn's", () => {
  // np.mean([RandomForestClassifier(5000, class_weight=w, random_state=s).fit(X, y)
  //          .predict_proba([[0, 0], [1, -1], [-1, .5], [1.5, .5]]) for s in range(1000, 1012)], axis=0)
  const options = { numClasses: 3, seed: 1, numTrees: 5000 };
  const plain = fitRandomForest(FEATURES, Y_TRUE, options);
  assertClose(predictRandomForest(plain, QUESTIONS), [
    [0.417, 0.3618, 0.2211],
    [0.1319, 0.2876, 0.5804],
    [0.8175, 0.0817, 0.1008],
    [0.0764, 0.018, 0.9056],
  ], 0.025);
  const balanced = fitRandomForest(FEATURES, Y_TRUE, { ...options, classWeight: "balanced" });
  assertClose(predictRandomForest(balanced, QUESTIONS), [
    [0.4298, 0.3772, 0.1931],
    [0.1391, 0.3229, 0.538],
    [0.847, 0.0768, 0.0762],
    [0.1044, 0.0245, 0.8712],
  ], 0.025);
});

Deno.test("fitRandomForest() gives the same forest for the same seed, another for another", () => {
  const fit = (seed: number) =>
    fitRandomForest(FEATURES, Y_TRUE, { numClasses: 3, seed, numTrees: 20 });
  assert.deepEqual(fit(1), fit(1));
  assert.notDeepEqual(fit(1), fit(2));
});

Deno.test("predictRandomForest() gives rows with sum 1", () => {
  const forest = fitRandomForest(FEATURES, Y_TRUE, { numClasses: 3, seed: 1, numTrees: 50 });
  for (const row of predictRandomForest(forest, FEATURES)) {
    assertClose(row.reduce((a, b) => a + b), 1);
  }
});

Deno.test("fitRandomForest() predicts the classes' shares from features that say nothing", () => {
  const xs = Y_TRUE.map(() => [1, 2, 3]);
  const options = { numClasses: 3, seed: 1, numTrees: 2000 };
  assertClose(predictRandomForest(fitRandomForest(xs, Y_TRUE, options), [[1, 2, 3]])[0], [
    0.3,
    0.3,
    0.4,
  ], 0.01);
  const balanced = fitRandomForest(xs, Y_TRUE, { ...options, classWeight: "balanced" });
  assertClose(predictRandomForest(balanced, [[1, 2, 3]])[0], [1 / 3, 1 / 3, 1 / 3], 0.01);
});

Deno.test("fitRandomForest() and predictRandomForest() throw for what they cannot use", () => {
  const options = { numClasses: 2, seed: 1, numTrees: 2 };
  assert.throws(() => fitRandomForest([], [], options), { name: "RangeError", message: /no rows/ });
  assert.throws(() => fitRandomForest([[1], [NaN]], [0, 1], options), {
    message: "Cannot fit xs[1][0] = NaN: expected a finite number",
  });
  assert.throws(() => fitRandomForest([[1], [2]], [0, 2], options), { name: "RangeError" });
  const forest = fitRandomForest([[1], [2]], [0, 1], options);
  assert.throws(() => predictRandomForest(forest, [[1, 2]]), {
    message: "Cannot predict row 0 of 2 features: expected 1",
  });
});
