import assert from "node:assert/strict";
import { checkLabels, checkLength } from "lib/evaluation/check_labels.ts";

Deno.test("checkLabels() accepts class indices, and none at all", () => {
  checkLabels({ yTrue: [0, 2], yPred: new Uint8Array([1, 2]) }, 3);
  checkLabels({ yTrue: [] }, 2);
});

Deno.test("checkLabels() throws for an index that is no class", () => {
  assert.throws(() => checkLabels({ yTrue: [0, 3] }, 3), {
    name: "RangeError",
    message: "Cannot use yTrue[1] = 3: expected a class index from 0 to 2",
  });
});

Deno.test("checkLength() throws where lists differ in length", () => {
  assert.throws(() => checkLength({ yTrue: [0], scores: [] }), {
    name: "RangeError",
    message: "Cannot compare yTrue of 1 rows with scores of 0: expected the same number",
  });
});
