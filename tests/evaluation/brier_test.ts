import assert from "node:assert/strict";
import { brierScore } from "lib/evaluation/brier.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID, PROBABILITIES, Y_TRUE } from "./golden.ts";

Deno.test("brierScore() equals scikit-learn's, with two classes and with three", () => {
  // brier_score_loss(y, P), brier_score_loss(b, s)
  assertClose(brierScore(Y_TRUE, PROBABILITIES), 0.34149999999999997);
  assertClose(brierScore(IS_COVID, COVID_SCORES.map((p) => [1 - p, p])), 0.11912499999999997);
});

Deno.test("brierScore() runs from 0 to 1 with two classes and to 2 with more", () => {
  assert.equal(brierScore([0, 1], [[1, 0], [0, 1]]), 0);
  assert.equal(brierScore([0], [[0, 1]]), 1);
  assert.equal(brierScore([0], [[0, 1, 0]]), 2);
});

Deno.test("brierScore() of no films is NaN", () => assert.equal(brierScore([], []), NaN));
