import assert from "node:assert/strict";
import { rocAuc } from "lib/evaluation/roc.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { weightedAuc } from "lib/evaluation/weighted_auc.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("weightedAuc() counts a film of weight k as k films", () => {
  const auc = weightedAuc(IS_COVID, COVID_SCORES);
  for (let seed = 0; seed < 20; seed++) {
    const random = seededRandom(seed);
    const weights = IS_COVID.map(() => Math.floor(4 * random()));
    const rows = weights.flatMap((weight, i) => new Array<number>(weight).fill(i));
    assert.equal(
      auc(weights),
      rocAuc(rows.map((i) => IS_COVID[i]), rows.map((i) => COVID_SCORES[i])),
    );
  }
});

Deno.test("weightedAuc() is NaN where a class has no weight", () => {
  const auc = weightedAuc([0, 1], [0.1, 0.9]);
  assert.equal(auc([0, 1]), NaN);
  assert.equal(auc([1, 1]), 1);
});
