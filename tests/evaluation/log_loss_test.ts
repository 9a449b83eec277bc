import assert from "node:assert/strict";
import { logLoss } from "lib/evaluation/log_loss.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID, PROBABILITIES, Y_TRUE } from "./golden.ts";

Deno.test("logLoss() equals scikit-learn's", () => {
  // log_loss(y, P), log_loss(b, np.c_[1 - s, s]), log_loss([0, 1], [[1., 0.], [1., 0.]])
  assertClose(logLoss(Y_TRUE, PROBABILITIES), 0.6210320245016645);
  assertClose(logLoss(IS_COVID, COVID_SCORES.map((p) => [1 - p, p])), 0.3846463759350018);
  assertClose(logLoss([0, 1], [[1, 0], [1, 0]]), 18.021826694558577);
});

Deno.test("logLoss() of even guessing is the logarithm of the number of classes", () => {
  assertClose(logLoss([0, 2], [[1 / 3, 1 / 3, 1 / 3], [1 / 3, 1 / 3, 1 / 3]]), Math.log(3));
});

Deno.test("logLoss() of no films is NaN", () => assert.equal(logLoss([], []), NaN));

Deno.test("logLoss() throws where a label is no class", () => {
  assert.throws(() => logLoss([2], [[0.5, 0.5]]), {
    name: "RangeError",
    message: /yTrue\[0\] = 2/,
  });
});
