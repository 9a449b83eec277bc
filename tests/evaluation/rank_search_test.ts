import assert from "node:assert/strict";
import { normalCdf } from "lib/evaluation/normal_distribution.ts";
import { rankSearch } from "lib/evaluation/rank_search.ts";
import { seededRandom } from "lib/random/seeded.ts";

const noise = (n: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => random());
};

Deno.test("rankSearch() equals scipy's mannwhitneyu, ties included", () => {
  // >>> u, p = stats.mannwhitneyu([3, 1, 4, 1, 5], [9, 2, 6, 5, 3, 5], method="asymptotic",
  // ...   use_continuity=False)
  // >>> u / 30, p
  const column = [9, 2, 6, 5, 3, 5, 3, 1, 4, 1, 5];
  const ys = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
  const [found] = rankSearch([column], { ys, numClasses: 2, seed: 1 });
  assert(Math.abs(found.auc - 0.21666666666666667) < 1e-15);
  assert(Math.abs(2 * normalCdf(found.z) - 0.11560643738731947) < 1e-12);
  assert(Math.abs(found.pValue - 0.115) < 0.03, `${found.pValue}`); // one column: no correction
});

Deno.test("rankSearch() tells which class stands out, and gives a constant column no weight", () => {
  const ys = Array.from({ length: 60 }, (_, i) => i % 3);
  const column = ys.map((label, i) => (label === 2 ? 10 : 0) + i / 100);
  const found = rankSearch([ys.map(() => 7), column], { ys, numClasses: 3, seed: 1 });
  assert.equal(found.length, 6);
  assert.deepEqual(found.slice(0, 3).map(({ z, auc }) => [z, auc]), Array(3).fill([0, 0.5]));
  assert.deepEqual(found.map(({ classIndex }) => classIndex), [0, 1, 2, 0, 1, 2]);
  assert.equal(found[5].auc, 1);
  assert.equal(found[5].pValue, 1 / 1000);
  assert.equal(found[0].pValue, 1);
});

Deno.test("rankSearch() corrects for the whole table: noise alone is quiet 95 times of 100", () => {
  let alarms = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const columns = Array.from({ length: 20 }, (_, j) => noise(30, 1000 * seed + j));
    const ys = Array.from({ length: 30 }, (_, i) => i % 2);
    const found = rankSearch(columns, { ys, numClasses: 2, seed, permutations: 99 });
    if (found.some(({ pValue }) => pValue <= 0.05)) alarms++;
  }
  assert(alarms <= 11, `${alarms} false alarms`); // 99 % of Binomial(100, .05)
});

Deno.test("rankSearch() is the same from the same seed, and checks lengths", () => {
  const options = { ys: [0, 1, 0, 1, 1], numClasses: 2, seed: 3 };
  const columns = [noise(5, 1), noise(5, 2)];
  assert.deepEqual(rankSearch(columns, options), rankSearch(columns, options));
  assert.throws(() => rankSearch([[1, 2]], options), RangeError);
});
