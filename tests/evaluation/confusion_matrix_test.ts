import assert from "node:assert/strict";
import { confusionMatrix } from "lib/evaluation/confusion_matrix.ts";
import { Y_PRED, Y_TRUE } from "./golden.ts";

Deno.test("confusionMatrix() has a row per true class, as scikit-learn's", () => {
  // confusion_matrix(y, p)
  const matrix = confusionMatrix(Y_TRUE, Y_PRED, { numClasses: 3 });
  assert.deepEqual(matrix, [[5, 0, 1], [1, 4, 1], [0, 0, 8]]);
});

Deno.test("confusionMatrix() keeps a place for classes without films", () => {
  const matrix = confusionMatrix([0, 0], [0, 2], { numClasses: 3 });
  assert.deepEqual(matrix, [[1, 0, 1], [0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(confusionMatrix([], [], { numClasses: 2 }), [[0, 0], [0, 0]]);
});

Deno.test("confusionMatrix() counts rows by their weights", () => {
  const weights = [2, 0, 0.5];
  assert.deepEqual(confusionMatrix([0, 0, 1], [0, 1, 1], { numClasses: 2, weights }), [
    [2, 0],
    [0, 0.5],
  ]);
});

Deno.test("confusionMatrix() throws where an index is no class", () => {
  for (const index of [2, -1, 0.5, NaN]) {
    assert.throws(() => confusionMatrix([0, 1], [0, index], { numClasses: 2 }), {
      name: "RangeError",
      message: `Cannot use yPred[1] = ${index}: expected a class index from 0 to 1`,
    });
  }
});
