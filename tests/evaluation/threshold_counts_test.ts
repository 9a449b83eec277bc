import assert from "node:assert/strict";
import { sortByScore, thresholdCounts } from "lib/evaluation/threshold_counts.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("thresholdCounts() counts what is called positive at each threshold", () => {
  const { thresholds, truePositives, falsePositives } = thresholdCounts(IS_COVID, COVID_SCORES);
  thresholds.forEach((threshold, i) => {
    const called = IS_COVID.filter((_, row) => COVID_SCORES[row] >= threshold);
    assert.equal(truePositives[i], called.filter((label) => label === 1).length);
    assert.equal(falsePositives[i], called.filter((label) => label === 0).length);
  });
  assert.equal(thresholds.length, new Set(COVID_SCORES).size);
});

Deno.test("sortByScore() puts the highest score first", () => {
  assert.deepEqual([...sortByScore([0, 1, 0], [0.5, -1, 7])], [2, 0, 1]);
});

Deno.test("sortByScore() throws for scores that are not finite", () => {
  assert.throws(() => sortByScore([0, 1], [0, Infinity]), {
    name: "RangeError",
    message: "Cannot use scores[1] = Infinity: expected a finite number",
  });
});
