import assert from "node:assert/strict";
import { normalCdf, normalQuantile } from "lib/evaluation/normal_distribution.ts";
import { assertClose } from "./assert_close.ts";

Deno.test("normalQuantile() equals SciPy's", () => {
  // [norm.ppf(p) for p in [1e-300, 1e-10, 1e-5, .025, .3, .5, .9, .975, 1 - 1e-12]]
  assertClose([1e-300, 1e-10, 1e-5, 0.025, 0.3, 0.5, 0.9, 0.975, 1 - 1e-12].map(normalQuantile), [
    -37.0470962993612,
    -6.361340902404056,
    -4.264890793922825,
    -1.9599639845400545,
    -0.5244005127080409,
    0,
    1.2815515655446004,
    1.959963984540054,
    7.0344869100478356,
  ]);
});

Deno.test("normalCdf() equals SciPy's", () => {
  // [norm.cdf(z) for z in [-8, -5, -1.5, -.1, 0, .7, 2.5, 6]]
  assertClose([-8, -5, -1.5, -0.1, 0, 0.7, 2.5, 6].map(normalCdf), [
    6.22096057427174e-16,
    2.866515718791933e-07,
    0.06680720126885807,
    0.460172162722971,
    0.5,
    0.758036347776927,
    0.9937903346742238,
    0.9999999990134123,
  ], 1e-15);
});

Deno.test("normalCdf() and normalQuantile() undo each other", () => {
  for (let p = 0.001; p < 1; p += 0.001) assertClose(normalCdf(normalQuantile(p)), p, 1e-14);
});

Deno.test("normalCdf() and normalQuantile() know the ends", () => {
  assert.deepEqual([-Infinity, Infinity, NaN].map(normalCdf), [0, 1, NaN]);
  assert.deepEqual([0, 1, -0.1, 1.1, NaN].map(normalQuantile), [
    -Infinity,
    Infinity,
    NaN,
    NaN,
    NaN,
  ]);
});
