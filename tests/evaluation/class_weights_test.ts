import assert from "node:assert/strict";
import { balancedClassWeights } from "lib/evaluation/class_weights.ts";
import { assertClose } from "./assert_close.ts";
import { Y_TRUE } from "./golden.ts";

Deno.test("balancedClassWeights() equals scikit-learn's", () => {
  // compute_class_weight("balanced", classes=np.arange(3), y=y)
  const expected = [1.1111111111111112, 1.1111111111111112, 0.8333333333333334];
  assertClose(balancedClassWeights(Y_TRUE, 3), expected);
});

Deno.test("balancedClassWeights() gives a class without films no weight", () => {
  assert.deepEqual(balancedClassWeights([0, 0, 2], 3), [0.75, 0, 1.5]);
});
