import assert from "node:assert/strict";
import { overlap } from "lib/evaluation/dice.ts";

Deno.test("overlap() counts the common area by hand", () => {
  const { dice, iou } = overlap([255, 255, 0, 0], [1, 0, 1, 0]);
  assert.equal(dice, 0.5); // 2·1 / (2 + 2)
  assert.equal(iou, 1 / 3);
  assert.equal(dice, 2 * iou / (1 + iou));
});

Deno.test("overlap() is 1 for the same outline and 0 for a foreign one", () => {
  assert.deepEqual(overlap([1, 0], [7, 0]), { dice: 1, iou: 1 });
  assert.deepEqual(overlap([1, 0], [0, 1]), { dice: 0, iou: 0 });
});

Deno.test("overlap() is undefined where both are empty, and 0 where one is", () => {
  assert.deepEqual(overlap([0, 0], [0, 0]), { dice: NaN, iou: NaN });
  assert.deepEqual(overlap([0, 0], [0, 1]), { dice: 0, iou: 0 });
});

Deno.test("overlap() throws for outlines of different sizes", () => {
  assert.throws(() => overlap([1], [1, 0]), { name: "RangeError" });
});

/**
 * ```python
 * import numpy as np
 * from sklearn.metrics import f1_score, jaccard_score
 * i = np.arange(97)
 * a, b = (i * 31 % 7 < 3).astype(int), (i * 17 % 5 < 2).astype(int)
 * print(f1_score(a, b), jaccard_score(a, b))
 * ```
 */
Deno.test("overlap() equals scikit-learn's f1_score and jaccard_score", () => {
  const a = Array.from({ length: 97 }, (_, i) => Number(i * 31 % 7 < 3));
  const b = Array.from({ length: 97 }, (_, i) => Number(i * 17 % 5 < 2));
  const { dice, iou } = overlap(a, b);
  assert.ok(Math.abs(dice - 0.3950617283950617) < 1e-12);
  assert.ok(Math.abs(iou - 0.24615384615384617) < 1e-12);
});
