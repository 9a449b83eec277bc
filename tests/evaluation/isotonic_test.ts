import assert from "node:assert/strict";
import { isotonicFit } from "lib/evaluation/isotonic.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("isotonicFit() equals scikit-learn's IsotonicRegression, ties included", () => {
  // IsotonicRegression().fit(s, b).predict(s)
  const expected = [0, .1, .1, .75, .1, 0, 1, 0, .1, .1, 1, .75, .75, .75, .1, .1, .1, .1, 0, .1];
  assertClose(isotonicFit(IS_COVID, COVID_SCORES), expected);
});

Deno.test("isotonicFit() gives the prevalence where the scores run the wrong way", () => {
  assert.deepEqual(isotonicFit([1, 1, 0, 0], [1, 2, 3, 4]), [.5, .5, .5, .5]);
  assert.deepEqual(isotonicFit([], []), []);
});

Deno.test("isotonicFit() throws where lengths differ", () => {
  assert.throws(() => isotonicFit([1], []), { name: "RangeError" });
});
