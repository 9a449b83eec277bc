import assert from "node:assert/strict";
import { accuracy, balancedAccuracy } from "lib/evaluation/accuracy.ts";
import { assertClose } from "./assert_close.ts";
import { Y_PRED, Y_TRUE } from "./golden.ts";

Deno.test("accuracy() and balancedAccuracy() equal scikit-learn's", () => {
  // accuracy_score(y, p), balanced_accuracy_score(y, p)
  assertClose(accuracy(Y_TRUE, Y_PRED), 0.85);
  assertClose(balancedAccuracy(Y_TRUE, Y_PRED), 0.8333333333333334);
});

Deno.test("balancedAccuracy() of always the same class is one over the classes", () => {
  assertClose(balancedAccuracy([0, 0, 0, 0, 1, 2], [0, 0, 0, 0, 0, 0]), 1 / 3);
});

Deno.test("balancedAccuracy() leaves out classes without films, as scikit-learn does", () => {
  // balanced_accuracy_score([0, 0, 1], [0, 2, 1])
  assert.equal(balancedAccuracy([0, 0, 1], [0, 2, 1]), 0.75);
});

Deno.test("accuracy() and balancedAccuracy() of no films are NaN", () => {
  assert.equal(accuracy([], []), NaN);
  assert.equal(balancedAccuracy([], []), NaN);
});

Deno.test("accuracy() throws where lengths differ", () => {
  assert.throws(() => accuracy([0, 1], [0]), {
    name: "RangeError",
    message: "Cannot compare yTrue of 2 rows with yPred of 1: expected the same number",
  });
});
