import assert from "node:assert/strict";
import { fitStandardiser, standardise } from "lib/evaluation/standardise.ts";
import { assertClose } from "./assert_close.ts";
import { FEATURES } from "./golden.ts";

Deno.test("fitStandardiser() equals scikit-learn's StandardScaler", () => {
  // s = StandardScaler().fit(X); s.mean_, s.scale_
  const { mean, scale } = fitStandardiser(FEATURES);
  assertClose(mean, [0.4665, -0.0675]);
  assertClose(scale, [0.8734201451764207, 0.6332998894678571]);
});

Deno.test("standardise() leaves mean 0 and deviation 1, and its input as it was", () => {
  const rows = standardise(FEATURES, fitStandardiser(FEATURES));
  const { mean, scale } = fitStandardiser(rows);
  assertClose(mean, [0, 0]);
  assertClose(scale, [1, 1]);
  assert.deepEqual(FEATURES[0], [0.4, 1]);
});

Deno.test("fitStandardiser() leaves a constant feature its scale", () => {
  const standardiser = fitStandardiser([[0.1, 1], [0.1, 3], [0.1, 5]]);
  assert.equal(standardiser.scale[0], 1);
  assertClose(standardise([[0.1, 3]], standardiser)[0], [0, 0]);
});

Deno.test("fitStandardiser() and standardise() throw for rows they cannot use", () => {
  assert.throws(() => fitStandardiser([]), { name: "RangeError", message: /no rows/ });
  assert.throws(() => fitStandardiser([[1, 2], [1]]), { name: "RangeError" });
  assert.throws(() => standardise([[1]], { mean: [0, 0], scale: [1, 1] }), { name: "RangeError" });
});
