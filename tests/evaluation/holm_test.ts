import assert from "node:assert/strict";
import { holm } from "lib/evaluation/holm.ts";
import { assertClose } from "./assert_close.ts";

Deno.test("holm() equals statsmodels", () => {
  // multipletests(p, method="holm")[1]
  assertClose(holm([.01, .04, .03, .2, .01, .9]), [.06, .12, .12, .4, .06, .9]);
  assert.deepEqual(holm([]), []);
});

Deno.test("holm() throws where a p-value is none", () => {
  assert.throws(() => holm([.5, NaN]), { name: "RangeError", message: /NaN/ });
});
