import assert from "node:assert/strict";
import { foldFigures, meanFigure } from "lib/experiments/audit/fold_figures.ts";
import { priorShift } from "lib/experiments/audit/prior_shift.ts";

const predictions = (right: boolean[]) =>
  right.map((isRight, i) => ({
    path: `${i}.png`,
    split: "test",
    trueClass: i % 2 ? "B" : "A",
    probabilities: (i % 2 === 1) === isRight ? [0.2, 0.8] : [0.8, 0.2],
  }));
const split = Array.from({ length: 4 }, (_, i) => ({ path: `${i}.png`, group: `${i}` }));

Deno.test("foldFigures() gives means over dealings, then each dealing's figures", () => {
  const outcomes = [[true, true, true, true], [true, true, false, false]].map((right, repeat) => ({
    repeat,
    classNames: ["A", "B"],
    predictions: predictions(right),
  }));
  const figures = foldFigures(outcomes, { split, seed: 1 });
  const accuracy = figures.filter(({ metric }) => metric === "accuracy");
  assert.deepEqual(accuracy.map(({ repeat, value, n }) => [repeat, value, n]), [
    [NaN, 0.75, 4],
    [0, 1, 4],
    [1, 0.5, 4],
  ]);
  assert.equal(meanFigure(figures, "auc").value, 0.75);
  assert.equal(meanFigure(figures, "auc").metric, "auc");
  assert(accuracy[0].ciLow < 0.75 && accuracy[0].ciHigh > 0.75);
  assert.equal(accuracy[1].ciLow, NaN);
  assert.throws(() => meanFigure(figures, "luck"), {
    name: "RangeError",
    message: 'There is no mean of "luck" among these figures',
  });
});

Deno.test("priorShift() measures how far the classes' shares differ between test and train", () => {
  const counts = (test: number, train: number) => [
    { className: "A", split: "test" as const, films: test },
    { className: "B", split: "test" as const, films: 10 },
    { className: "A", split: "train" as const, films: train - 5 },
    { className: "A", split: "validation" as const, films: 5 },
    { className: "B", split: "train" as const, films: 30 },
  ];
  assert.equal(priorShift(counts(10, 30)).distance, 0);
  assert.equal(priorShift(counts(10, 30)).pValue, 1);
  const { distance, pValue } = priorShift(counts(30, 10)); // 3/4 and 1/4 of A
  assert.equal(distance, 0.5);
  // >>> scipy.stats.chi2_contingency([[30, 10], [10, 30]], correction=False).pvalue
  assert(Math.abs(pValue - 7.744216431044088e-06) < 1e-17, `${pValue}`);
  assert.equal(priorShift(counts(10, 30).slice(0, 2)).distance, NaN);
});
