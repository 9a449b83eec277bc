import assert from "node:assert/strict";
import { chiSquaredTail, chiSquaredTest, kruskalWallis } from "lib/evaluation/chi_squared.ts";

const near = (actual: number, expected: number) =>
  assert(Math.abs(actual - expected) <= 1e-11 * Math.abs(expected), `${actual} not ${expected}`);

Deno.test("chiSquaredTail() equals scipy's", () => {
  // >>> from scipy import stats
  // >>> [stats.chi2.sf(x, d) for x, d in [(0.5, 1), (3.84, 1), (30, 1), (12.3, 2), (7.5, 3),
  // ...   (25, 8), (100, 9), (1e-3, 5), (200, 60)]]
  const expected: [number, number, number][] = [
    [0.5, 1, 0.47950012218695337],
    [3.84, 1, 0.05004352124870519],
    [30, 1, 4.3204630578274955e-08],
    [12.3, 2, 0.002133481770037708],
    [7.5, 3, 0.0575584519726364],
    [25, 8, 0.001554557843011069],
    [100, 9, 1.5735176303753876e-17],
    [1e-3, 5, 0.9999999983185123],
    [200, 60, 5.893259698661661e-17],
  ];
  for (const [x, degrees, p] of expected) near(chiSquaredTail(x, degrees), p);
});

Deno.test("chiSquaredTail() is 1 at 0, exp(-x/2) for two degrees, NaN below 0", () => {
  assert.equal(chiSquaredTail(0, 3), 1);
  assert.equal(chiSquaredTail(3, 2), Math.exp(-1.5));
  assert.equal(chiSquaredTail(-1, 2), NaN);
  assert.throws(() => chiSquaredTail(1, 0.5), {
    name: "RangeError",
    message: "Cannot use 0.5 degrees of freedom: expected a whole number from 1",
  });
});

Deno.test("chiSquaredTest() equals scipy's chi2_contingency", () => {
  // >>> stats.chi2_contingency([[12, 5, 3], [4, 9, 7], [8, 8, 1]], correction=False)[:3]
  const found = chiSquaredTest([[12, 5, 3], [4, 9, 7], [8, 8, 1]]);
  near(found.statistic, 9.759090909090911);
  near(found.pValue, 0.04468729708597112);
  assert.equal(found.degreesOfFreedom, 4);
});

Deno.test("chiSquaredTest() leaves empty rows out, and is undefined for a single one", () => {
  assert.deepEqual(chiSquaredTest([[3, 1], [0, 0], [1, 3]]), chiSquaredTest([[3, 1], [1, 3]]));
  assert.equal(chiSquaredTest([[3, 1], [1, 3]]).statistic, 2); // four cells of 1² / 2
  assert.equal(chiSquaredTest([[3, 1], [0, 0]]).pValue, NaN);
  assert.equal(chiSquaredTest([]).pValue, NaN);
});

Deno.test("kruskalWallis() equals scipy's, ties included", () => {
  // >>> stats.kruskal([1, 2, 2, 5, 9], [2, 3, 8, 8], [7, 9, 10, 11, 2])
  const found = kruskalWallis([[1, 2, 2, 5, 9], [2, 3, 8, 8], [7, 9, 10, 11, 2]]);
  near(found.statistic, 3.2874153498871315);
  near(found.pValue, 0.19326215900985103);
});

Deno.test("kruskalWallis() is undefined for one group or equal numbers", () => {
  assert.equal(kruskalWallis([[1, 2], []]).pValue, NaN);
  assert.equal(kruskalWallis([[1, 1], [1]]).pValue, NaN);
});
