import assert from "node:assert/strict";
import { matthewsCorrelation } from "lib/evaluation/matthews.ts";
import { assertClose } from "./assert_close.ts";

Deno.test("matthewsCorrelation() equals scikit-learn's", () => {
  // matthews_corrcoef(y, p), matthews_corrcoef(b, (s >= .5).astype(int))
  assertClose(matthewsCorrelation([[5, 0, 1], [1, 4, 1], [0, 0, 8]]), 0.781631749350903);
  assertClose(matthewsCorrelation([[13, 1], [2, 4]]), 0.629940788348712);
});

Deno.test("matthewsCorrelation() is -1 for a model that is always wrong, 0 for guessing", () => {
  assert.equal(matthewsCorrelation([[0, 5], [5, 0]]), -1);
  assert.equal(matthewsCorrelation([[2, 2], [2, 2]]), 0);
});

Deno.test("matthewsCorrelation() is NaN where all films are or are called one class", () => {
  assert.equal(matthewsCorrelation([[5, 0], [5, 0]]), NaN);
  assert.equal(matthewsCorrelation([[5, 5], [0, 0]]), NaN);
  assert.equal(matthewsCorrelation([[0, 0], [0, 0]]), NaN);
});
