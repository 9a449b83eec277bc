import assert from "node:assert/strict";
import { averageScores, classScores } from "lib/evaluation/class_scores.ts";
import { compareFolds } from "lib/evaluation/compare_folds.ts";
import { confusionMatrix } from "lib/evaluation/confusion_matrix.ts";
import { deLong } from "lib/evaluation/delong.ts";
import { evaluateFilms } from "lib/evaluation/evaluate_films.ts";
import { evaluateFolds } from "lib/evaluation/evaluate_folds.ts";
import { foldStatistics } from "lib/evaluation/fold_statistics.ts";
import { type AlignedFolds, alignFolds } from "lib/evaluation/folds_outcome.ts";
import { weightedSensitivity } from "lib/evaluation/weighted_sensitivity.ts";
import { assertClose } from "./assert_close.ts";
import { CLASSES, PROBABILITIES, Y_PRED, Y_TRUE } from "./golden.ts";

const GROUPS = Y_TRUE.map((_, i) => `${Math.floor(i / 2)}`);

function made(repeats: number[][][], classNames = CLASSES, yTrue = Y_TRUE): AlignedFolds {
  const paths = yTrue.map((_, i) => `${i}.png`);
  const folds = repeats.map(() => yTrue.map((_, i) => `fold-${i % 4}`));
  return { classNames, paths, yTrue, repeats, folds };
}

function valueOf(rows: { metric: string; value: number }[], metric: string): number {
  return rows.find((row) => row.metric === metric)!.value;
}

Deno.test("alignFolds() brings dealings into one order, and refuses others", () => {
  const film = (path: string, p: number) => ({
    path,
    split: "fold-1",
    trueClass: "Yes",
    probabilities: [1 - p, p],
  });
  const classNames = ["No", "Yes"];
  const first = { repeat: 0, classNames, predictions: [film("b", 0.5), film("a", 0.25)] };
  const second = { repeat: 1, classNames, predictions: [film("a", 0.75), film("b", 1)] };
  const folds = alignFolds([first, second]);
  assert.deepEqual(folds.paths, ["a", "b"]);
  assert.deepEqual(folds.repeats, [[[0.75, 0.25], [0.5, 0.5]], [[0.25, 0.75], [0, 1]]]);
  const other = { ...second, predictions: [film("a", 0.5), film("c", 0.5)] };
  assert.throws(() => alignFolds([first, other]), /repeat 1 has other films/);
  assert.throws(() => alignFolds([]), /there is no dealing/);
});

Deno.test("foldStatistics() of one dealing equals evaluateFilms(), which equals scikit-learn", () => {
  const films = evaluateFilms({
    yTrue: Y_TRUE,
    yPred: Y_PRED,
    probabilities: PROBABILITIES,
    groups: GROUPS,
    classNames: CLASSES,
    seed: 1,
    resamples: 0,
  });
  const { names, of } = foldStatistics(made([PROBABILITIES]), 0);
  const values = of(new Float64Array(20).fill(1));
  names.forEach((name, i) => {
    if (name === "sensitivity_at_90_specificity") return;
    assertClose(values[i], valueOf(films, name), 1e-12);
  });
});

Deno.test("foldStatistics() weighs films: twice the weight is twice the film", () => {
  const twice = [...Y_TRUE.keys(), 3, 7, 7];
  const weights = Float64Array.from(Y_TRUE, (_, i) => i === 3 ? 2 : i === 7 ? 3 : 1);
  const repeated = made(
    [twice.map((i) => PROBABILITIES[i])],
    CLASSES,
    twice.map((i) => Y_TRUE[i]),
  );
  assertClose(
    foldStatistics(made([PROBABILITIES]), 0).of(weights),
    foldStatistics(repeated, 0).of(new Float64Array(23).fill(1)),
    1e-12,
  );
});

Deno.test("weightedSensitivity() equals scikit-learn's ROC curve", () => {
  // b = (y == 2).astype(int); s = P[:, 2]; w = np.arange(20) % 3
  // f, t, _ = roc_curve(b, s, sample_weight=w, drop_intermediate=False); t[f <= 1 - spec].max()
  const labels = Y_TRUE.map((label) => Number(label === 2));
  const scores = PROBABILITIES.map((row) => row[2]);
  const ones = new Array(20).fill(1), thirds = ones.map((_, i) => i % 3);
  assertClose(weightedSensitivity(labels, scores, 0.9)(ones), 0.75);
  assertClose(weightedSensitivity(labels, scores, 0.9)(thirds), 1 / 3);
  assertClose(weightedSensitivity(labels, scores, 0.8)(ones), 0.875);
  assertClose(weightedSensitivity(labels, scores, 0.8)(thirds), 1);
  assert.equal(weightedSensitivity([1, 1], [0.1, 0.2], 0.9)([1, 1]), NaN);
  assert.throws(() => weightedSensitivity([1], [1], 2), { name: "RangeError" });
});

Deno.test("evaluateFolds() averages dealings, and more of them make no interval narrower", () => {
  const other = PROBABILITIES.map(([a, b, c]) => [c, a, b]);
  const options = { groups: GROUPS, positiveIndex: 0, seed: 1, resamples: 300 };
  const [one, two] = [[PROBABILITIES], [PROBABILITIES, other]].map((repeats) =>
    evaluateFolds(made(repeats), options)
  );
  const same = evaluateFolds(made([PROBABILITIES, PROBABILITIES, PROBABILITIES]), options);
  one.forEach((row, i) => {
    if (row.metric.startsWith("sd-over-repeats")) return;
    assertClose(same[i].value, row.value, 1e-9);
    assertClose([same[i].ciLow, same[i].ciHigh], [row.ciLow, row.ciHigh], 1e-9);
  });
  assert.equal(valueOf(same, "sd-over-repeats:brier").toFixed(12), "0.000000000000");
  assert.equal(valueOf(one, "sd-over-repeats:brier"), NaN);
  const right = (rows: number[][]) =>
    rows.filter((row, i) => row.indexOf(Math.max(...row)) === Y_TRUE[i]).length / 20;
  assertClose(valueOf(two, "accuracy"), (right(PROBABILITIES) + right(other)) / 2);
  assert.equal(two.find(({ metric }) => metric === "accuracy")!.ciMethod, "wilson-cluster");
  assert.throws(() => evaluateFolds(made([other]), { ...options, groups: [] }), /0 groups/);
});

Deno.test("evaluateFolds() of a model without an error has Wilson's interval and no other", () => {
  const perfect = Y_TRUE.map((label) => CLASSES.map((_, k) => Number(k === label)));
  const rows = evaluateFolds(made([perfect, perfect]), {
    groups: Y_TRUE.map(String).map((label, i) => label + i),
    positiveIndex: 0,
    seed: 1,
    resamples: 100,
  });
  const [accuracy] = rows;
  assert.equal(accuracy.value, 1);
  assertClose(accuracy.ciLow, 0.8388748419471808); // proportion_confint(20, 20, method="wilson")
  const auc = rows.find(({ metric }) => metric === "macro_auc")!;
  assert.deepEqual([auc.value, auc.ciLow, auc.ciMethod], [1, NaN, ""]);
});

Deno.test("compareFolds() compares film by film, on one dealing where a test asks for it", () => {
  const binary = PROBABILITIES.map(([a]) => [1 - a, a]);
  const yTrue = Y_TRUE.map((label) => Number(label === 0));
  const worse = binary.map(([, p], i) => i % 3 === 0 ? [p, 1 - p] : [1 - p, p]);
  const a = made([binary, binary], ["No", "Yes"], yTrue);
  const b = made([worse, binary], ["No", "Yes"], yTrue);
  const each = yTrue.map((_, i) => `${i}`);
  const rows = compareFolds(a, b, { groups: each, positiveIndex: 1, seed: 1, resamples: 200 });
  const accuracy = (p: number[][]) => {
    const matrix = confusionMatrix(yTrue, p.map((row) => Number(row[1] > row[0])), {
      numClasses: 2,
    });
    return averageScores(classScores(matrix), { average: "weighted" }).recall;
  };
  assertClose(valueOf(rows, "difference:accuracy"), (accuracy(binary) - accuracy(worse)) / 2);
  const scores = (p: number[][]) => p.map((row) => row[1]);
  const { pValue, difference } = deLong({ yTrue, scoresA: scores(binary), scoresB: scores(worse) });
  assertClose(valueOf(rows, "delong:p"), pValue);
  assertClose(valueOf(rows, "difference:auc"), difference / 2);
  const none = compareFolds(a, a, { groups: each, positiveIndex: 1, seed: 1, resamples: 200 });
  assert.equal(valueOf(none, "difference:accuracy"), 0);
  assert.equal(valueOf(none, "mcnemar:p"), 1);
  const other = { ...b, folds: b.folds.map((names) => names.toReversed()) };
  assert.throws(
    () => compareFolds(a, other, { groups: each, positiveIndex: 1, seed: 1 }),
    /on different films, dealings or folds/,
  );
});

Deno.test("compareFolds() leaves DeLong's test out of more than two classes", () => {
  const folds = made([PROBABILITIES]);
  const options = { groups: GROUPS, positiveIndex: 0, seed: 1, resamples: 50 };
  assert.equal(valueOf(compareFolds(folds, folds, options), "delong:p"), NaN);
});
