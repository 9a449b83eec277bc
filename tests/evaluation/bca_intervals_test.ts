import assert from "node:assert/strict";
import { bcaIntervals } from "lib/evaluation/bca_intervals.ts";
import { averageScores, classScores } from "lib/evaluation/class_scores.ts";
import { confusionMatrix } from "lib/evaluation/confusion_matrix.ts";
import { weightedAuc } from "lib/evaluation/weighted_auc.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "./assert_close.ts";
import { PROBABILITIES, Y_PRED, Y_TRUE } from "./golden.ts";

const EACH = Y_TRUE.map(String);

function meanOf(values: readonly number[]) {
  return (weights: Float64Array) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return [values.reduce((sum, value, i) => sum + weights[i] * value, 0) / total];
  };
}

function each(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i}`);
}

Deno.test("bcaIntervals() of a mean agrees with SciPy's", () => {
  // x = [2.1, 3.4, .4, 9.8, 5.5, 1.2, 2.2, 7.9, .1, 4.4]
  // bootstrap((x,), np.mean, n_resamples=200000, method="BCa", rng=np.random.default_rng(2))
  // → 2.08, 5.95 (2.07 to 2.08 and 5.94 to 5.95 over three seeds)
  const values = [2.1, 3.4, 0.4, 9.8, 5.5, 1.2, 2.2, 7.9, 0.1, 4.4];
  const [interval] = bcaIntervals(meanOf(values), { groups: each(10), seed: 1, resamples: 50_000 });
  assertClose(interval, [2.08, 5.95], 0.04);
});

Deno.test("bcaIntervals() draws whole groups, as SciPy does when given the groups", () => {
  // g = [[1, .5, 2], [4], [0, 3.5], [9, 1], [2.5], [6, 6.5], [3]]
  // bootstrap((np.arange(7),), lambda i: np.concatenate([g[int(k)] for k in i]).mean(),
  //           vectorized=False, n_resamples=100000, method="BCa", rng=np.random.default_rng(1))
  // → 1.818, 4.900 (seed 2: 1.808, 4.885)
  const values = [1, 0.5, 2, 4, 0, 3.5, 9, 1, 2.5, 6, 6.5, 3];
  const groups = ["a", "a", "a", "b", "c", "c", "d", "d", "e", "f", "f", "g"];
  const [interval] = bcaIntervals(meanOf(values), { groups, seed: 1, resamples: 50_000 });
  assertClose(interval, [1.815, 4.89], 0.04);
});

Deno.test("bcaIntervals() of AUC and F1 agree with SciPy's", () => {
  // c = (y == 2).astype(int); t = P[:, 2]
  // bootstrap((c, t), lambda a, q: roc_auc_score(a, q), paired=True, vectorized=False,
  //           n_resamples=9999, method="BCa", rng=np.random.default_rng(1)) → .671, 1.000
  //   (.671 to .698 over five seeds)
  // the same for f1_score(y, p, average="macro"), 20,000 draws → .595, 1.000 (.583 to .595)
  const auc = weightedAuc(Y_TRUE.map((y) => Number(y === 2)), PROBABILITIES.map((row) => row[2]));
  const [aucEnds, f1Ends] = bcaIntervals((weights) => {
    const matrix = confusionMatrix(Y_TRUE, Y_PRED, { numClasses: 3, weights });
    return [auc(weights), averageScores(classScores(matrix), { average: "macro" }).f1];
  }, { groups: each(20), seed: 1, resamples: 20_000 });
  assertClose(aucEnds, [0.68, 1], 0.02);
  assertClose(f1Ends, [0.588, 1], 0.02);
});

Deno.test("bcaIntervals() of many groups leaves blocks of them out, to the same ends", () => {
  const random = seededRandom(5);
  const values = Array.from({ length: 1500 }, () => -Math.log(random())); // a long tail
  const ends = (omissions?: number) => {
    let calls = 0;
    const statistics = (weights: Float64Array) => (calls++, meanOf(values)(weights));
    const options = { groups: each(1500), seed: 1, resamples: 400, omissions };
    const [interval] = bcaIntervals(statistics, options);
    return { interval, calls };
  };
  const [blocks, whole] = [ends(), ends(1500)];
  assert.deepEqual([blocks.calls, whole.calls], [1401, 1901]);
  const [low, high] = whole.interval;
  assertClose(blocks.interval, whole.interval, 0.02 * (high - low));
});

Deno.test("bcaIntervals() gives the same for the same seed and other ends for another", () => {
  const run = (seed: number) =>
    bcaIntervals(meanOf([1, 2, 4, 8, 16]), { groups: each(5), seed, resamples: 200 });
  assert.deepEqual(run(1), run(1));
  assert.notDeepEqual(run(1), run(2));
});

Deno.test("bcaIntervals() are NaN where the draws say nothing", () => {
  const nothing = [[NaN, NaN]];
  // All the same, one group, undefined, undefined too often.
  assert.deepEqual(bcaIntervals(() => [1], { groups: EACH, seed: 1 }), nothing);
  assert.deepEqual(bcaIntervals(meanOf([1, 2]), { groups: ["a", "a"], seed: 1 }), nothing);
  assert.deepEqual(bcaIntervals(() => [NaN], { groups: EACH, seed: 1 }), nothing);
  const rare = weightedAuc([1, 0, 0, 0], [0.5, 0.4, 0.6, 0.3]);
  const options = { groups: each(4), seed: 1 };
  assert.deepEqual(bcaIntervals((weights) => [rare(weights)], options), nothing);
});

Deno.test("bcaIntervals() throws for no draws", () => {
  assert.throws(() => bcaIntervals(() => [1], { groups: ["a"], seed: 1, resamples: 0 }), {
    name: "RangeError",
    message: "Cannot draw 0 times: expected a whole number above 0",
  });
});
