import assert from "node:assert/strict";
import { pairedRatio, summarise } from "../../bench/harness/statistics.ts";

Deno.test("summarise() takes the middle, between two where there is none", () => {
  assert.deepEqual(summarise([3, 1, 2]), { median: 2, min: 1, max: 3 });
  assert.deepEqual(summarise([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 });
  assert.deepEqual(summarise([10, 9]), { median: 9.5, min: 9, max: 10 });
  assert.deepEqual(summarise([]), { median: NaN, min: NaN, max: NaN });
});

Deno.test("summarise() leaves its argument as it is", () => {
  const values = [3, 1, 2];
  summarise(values);
  assert.deepEqual(values, [3, 1, 2]);
});

Deno.test("pairedRatio() is over 1 where ours is better, whichever way the unit goes", () => {
  assert.equal(pairedRatio([30], [10], { higherIsBetter: true }), 3);
  assert.equal(pairedRatio([10], [30], { higherIsBetter: false }), 3);
});

Deno.test("pairedRatio() is the median of the pairs, not the ratio of the medians", () => {
  // The machine was twice as slow in the second round, for both.
  assert.equal(pairedRatio([20, 10, 22], [10, 5, 10], { higherIsBetter: true }), 2);
  // Pairs 1/4, 2/1, 9/3; the medians' ratio would be 2/3.
  assert.equal(pairedRatio([1, 2, 9], [4, 1, 3], { higherIsBetter: true }), 2);
});

Deno.test("pairedRatio() wants as many values of each side", () => {
  assert.throws(
    () => pairedRatio([1, 2], [1], { higherIsBetter: true }),
    new RangeError("Cannot pair 2 values of ours with 1 of a peer"),
  );
});
