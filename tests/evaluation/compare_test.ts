import assert from "node:assert/strict";
import { bcaIntervals } from "lib/evaluation/bca_intervals.ts";
import { mcNemar, pairedDifference } from "lib/evaluation/compare.ts";
import { weightedAuc } from "lib/evaluation/weighted_auc.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

function mcNemarOf(onlyA: number, onlyB: number) {
  const yTrue = new Array<number>(onlyA + onlyB + 2).fill(1);
  const yPredA = yTrue.map((_, i) => Number(i < onlyA || i === onlyA + onlyB));
  const yPredB = yTrue.map((_, i) => Number(i >= onlyA && i <= onlyA + onlyB));
  return mcNemar({ yTrue, yPredA, yPredB });
}

Deno.test("mcNemar() equals statsmodels's exact test", () => {
  // mcnemar([[0, a], [b, 0]], exact=True).pvalue
  const cases = [[3, 11, 0.057373046875], [0, 5, 0.0625], [0, 0, 1], [7, 7, 1], [
    40,
    20,
    0.01348929373119186,
  ]];
  for (const [onlyA, onlyB, pValue] of cases) {
    const result = mcNemarOf(onlyA, onlyB);
    assert.deepEqual([result.onlyA, result.onlyB], [onlyA, onlyB]);
    assertClose(result.pValue, pValue);
  }
});

Deno.test("mcNemar() throws where lengths differ", () => {
  assert.throws(() => mcNemar({ yTrue: [0, 1], yPredA: [0, 1], yPredB: [0] }), {
    name: "RangeError",
  });
});

Deno.test("pairedDifference() is narrower than either model's interval where they agree", () => {
  const worse = COVID_SCORES.map((score, i) => i === 3 ? 0.2 : score);
  const a = weightedAuc(IS_COVID, COVID_SCORES), b = weightedAuc(IS_COVID, worse);
  const options = { groups: IS_COVID.map((_, i) => `${i}`), seed: 1 };
  const { difference, interval } = pairedDifference({ a, b, ...options });
  // By hand: film 3 falls from .5 to .2, below the negatives at .25 and .3.
  const negatives = COVID_SCORES.filter((_, i) => IS_COVID[i] === 0);
  const above = (score: number) => negatives.filter((other) => other < score).length;
  assertClose(difference, (above(0.5) - above(0.2)) / (6 * 14));
  assert(interval[0] <= difference && difference <= interval[1], `${interval}`);
  for (const [low, high] of bcaIntervals((weights) => [a(weights), b(weights)], options)) {
    assert(interval[1] - interval[0] < high - low, `${interval}`);
  }
});
