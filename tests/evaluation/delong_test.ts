import assert from "node:assert/strict";
import { deLong } from "lib/evaluation/delong.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID, PROBABILITIES } from "./golden.ts";

Deno.test("deLong() equals numpy's covariance of the placements", () => {
  // K = (p[:, None] > n) + .5 * (p[:, None] == n); V = cov(K.mean(1)) / P + cov(K.mean(0)) / N
  const scoresB = PROBABILITIES.map(([covid, normal]) => .5 * covid + .5 * (1 - normal));
  const result = deLong({ yTrue: IS_COVID, scoresA: COVID_SCORES, scoresB });
  assertClose([result.aucA, result.aucB], [0.875, 0.8869047619047619]);
  assertClose(result.difference, -0.011904761904761862);
  assertClose(result.interval, [-0.11190805236070822, 0.0880985285511845], 1e-9);
  assertClose(result.pValue, 0.8155118668346798, 1e-9);
});

Deno.test("deLong()'s interval holds the true difference in about 95 of 100 samples", () => {
  const random = seededRandom(4);
  const samples = 600;
  let held = 0;
  for (let sample = 0; sample < samples; sample++) {
    const yTrue = Array.from({ length: 80 }, (_, i) => i % 2);
    const signal = yTrue.map((label) => label + normal(random));
    // Both scores add noise of the same size: equal areas, correlated.
    const [scoresA, scoresB] = [0, 1].map(() => signal.map((x) => x + .7 * normal(random)));
    const { interval: [low, high] } = deLong({ yTrue, scoresA, scoresB });
    if (low <= 0 && 0 <= high) held++;
  }
  assertClose(held / samples, .95, .03);
});

Deno.test("deLong() gives no width where both models rank alike, and throws without films", () => {
  const yTrue = [0, 0, 1, 1], scores = [1, 2, 3, 4];
  const { interval, pValue } = deLong({ yTrue, scoresA: scores, scoresB: scores });
  assert.deepEqual([interval, pValue], [[0, 0], 1]);
  assert.throws(() => deLong({ yTrue: [0, 1, 1], scoresA: [1, 2, 3], scoresB: [1, 2, 3] }), {
    name: "RangeError",
    message: /1 negative/,
  });
});
