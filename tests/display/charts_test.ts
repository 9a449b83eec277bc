import assert from "node:assert/strict";
import type { Chart } from "lib/display/chart.ts";
import { classCountsChart } from "lib/display/class_counts_chart.ts";
import { confusionMatrixChart } from "lib/display/confusion_matrix_chart.ts";
import { filmSizesChart } from "lib/display/film_sizes_chart.ts";
import { foldGapChart } from "lib/display/fold_gap_chart.ts";
import { greyLevelsChart } from "lib/display/grey_levels_chart.ts";
import { histogramChart } from "lib/display/histogram_chart.ts";
import { intervalChart } from "lib/display/interval_chart.ts";
import { learningRateChart } from "lib/display/learning_rate_chart.ts";
import { opProfileChart } from "lib/display/op_profile_chart.ts";
import { precisionRecallChart } from "lib/display/precision_recall_chart.ts";
import { predictiveValuesChart } from "lib/display/predictive_values_chart.ts";
import { probabilitiesChart } from "lib/display/probabilities_chart.ts";
import { reliabilityChart } from "lib/display/reliability_chart.ts";
import { rocChart } from "lib/display/roc_chart.ts";
import { trainingCurvesChart } from "lib/display/training_curves_chart.ts";
import { checkSnapshot } from "./check_snapshot.ts";

const classNames = ["COVID-19", "Normal"];
const films = [
  { className: "COVID-19", split: "train", width: 400, height: 300, value: 100 },
  { className: "COVID-19", split: "train", width: 420, height: 420, value: 110 },
  { className: "COVID-19", split: "test", width: 500, height: 410, value: 120 },
  { className: "Normal", split: "train", width: 1500, height: 1200, value: 140 },
  { className: "Normal", split: "test", width: NaN, height: NaN, value: NaN },
];
const history = [1, 2, 3].map((epoch) => ({
  epoch,
  loss: 1 / epoch,
  accuracy: 1 - 0.5 / epoch,
  auc: 1 - 0.25 / epoch,
  valLoss: 1.5 / epoch,
  valAccuracy: 1 - 0.75 / epoch,
  valAuc: NaN,
}));

/** Every chart, with small data. */
const CHARTS: Record<string, () => Chart> = {
  class_counts: () => classCountsChart(films),
  confusion_matrix: () => confusionMatrixChart([[17, 1], [2, 18]], { classNames }),
  film_sizes: () => filmSizesChart(films),
  fold_gap: () =>
    foldGapChart([
      { model: "nested", grouped: 0.97, random: 0.98, low: 0.95, high: 0.99 },
      { model: "metadata", grouped: 0.63, random: 0.74, low: NaN, high: NaN },
    ]),
  grey_levels: () =>
    greyLevelsChart([
      { className: "COVID-19", counts: [4, 3, 2, 1], n: 2 },
      { className: "Normal", counts: [1, 2, 3, 4] },
    ]),
  histogram: () => histogramChart(films, { label: "mean grey level", numBins: 4 }),
  intervals: () =>
    intervalChart([
      { model: "A", set: "clean test", value: 0.69, low: 0.56, high: 0.79, n: 58 },
      { model: "E", set: "clean test", value: 0.8, low: 0.68, high: 0.88, n: 58, seeds: [0.78] },
      { model: "E", set: "patient test", value: 0.82, low: NaN, high: NaN },
    ], {
      label: "accuracy",
      floors: [{ name: "thumbnail", set: "clean test", value: 0.897 }],
    }),
  learning_rate: () =>
    learningRateChart([
      { learningRate: 1e-5, loss: 0.7, smoothed: 0.7 },
      { learningRate: 1e-4, loss: 0.5, smoothed: 0.6 },
      { learningRate: 1e-3, loss: 0.9, smoothed: 0.7 },
    ], { suggested: 1e-4, used: 3e-4 }),
  op_profile: () =>
    opProfileChart([
      {
        name: "Before",
        rows: [{ op: "Conv2D", ms: 30 }, { op: "Relu", ms: 9 }, { op: "(JavaScript)", ms: 1 }],
      },
      { name: "After", rows: [{ op: "Conv2D", ms: 20 }, { op: "Add", ms: 0.25 }] },
    ], { most: 2 }),
  precision_recall: () =>
    precisionRecallChart([{
      name: "COVID-19",
      recall: [1, 1, 0.5, 0],
      precision: [0.5, 0.67, 1, 1],
      averagePrecision: 0.83,
      prevalence: 0.5,
    }]),
  predictive_values: () =>
    predictiveValuesChart([
      { prevalence: 0.01, ppv: 0.2, ppvInterval: [0.1, 0.4], npv: 1, npvInterval: [0.99, 1] },
      { prevalence: 0.5, ppv: 0.95, ppvInterval: [0.9, 1], npv: 0.97, npvInterval: [0.9, 1] },
    ]),
  probabilities: () =>
    probabilitiesChart([
      { path: "test/a.png", trueClass: "Normal", probabilities: [0.8, 0.2] },
      { path: "test/b.png", trueClass: "COVID-19", probabilities: [0.05, 0.95] },
    ], { classNames }),
  reliability: () =>
    reliabilityChart([{
      name: "E",
      bins: [
        { predicted: 0.1, observed: 0.2, n: 10, low: 0.06, high: 0.5 },
        { predicted: 0.5, observed: NaN, n: 0 },
        { predicted: 0.9, observed: 0.8, n: 40 },
      ],
    }]),
  roc: () =>
    rocChart([{
      name: "COVID-19",
      falsePositiveRate: [0, 0, 0.25, 1],
      truePositiveRate: [0, 0.5, 1, 1],
      auc: 0.875,
    }]),
  training_curves: () => trainingCurvesChart(history, { bestEpoch: 3 }),
};

for (const [name, draw] of Object.entries(CHARTS)) {
  Deno.test(`${name} chart equals its snapshot`, () => checkSnapshot(name, draw().svg));

  Deno.test(`${name} chart holds only finite numbers, on white, in well-formed XML`, () => {
    const chart = draw();
    assert.ok(chart.svg.startsWith("<svg xmlns="));
    assert.match(chart.svg, /<rect width="\d+" height="\d+" rx="4" fill="white"\/>/);
    assert.doesNotMatch(chart.svg, /NaN|undefined|Infinity|var\(/);
    assert.doesNotThrow(() => chart.toPng(0.5)); // resvg takes nothing but well-formed XML
  });

  Deno.test(`${name} chart drawn twice is the same`, () => assert.equal(draw().svg, draw().svg));
}

Deno.test("charts refuse to be drawn of nothing", () => {
  const drawings: [() => Chart, RegExp][] = [
    [() => classCountsChart([]), /there are none/],
    [() => filmSizesChart([]), /no film's size is known/],
    [() => greyLevelsChart([]), /there are no classes/],
    [() => greyLevelsChart([{ className: "Normal", counts: [0] }]), /Normal has no pixels/],
    [() => histogramChart([], { label: "age" }), /Cannot show age/],
    [() => intervalChart([], { label: "accuracy" }), /no row has a value/],
    [() => learningRateChart([]), /range test of 0 steps/],
    [() => opProfileChart([{ name: "", rows: [{ op: "Relu", ms: 0 }] }]), /no op took any/],
    [() => precisionRecallChart([]), /there are none/],
    [() => probabilitiesChart([], { classNames }), /there are no films/],
    [() => reliabilityChart([]), /no bin holds a film/],
    [() => rocChart([]), /there are none/],
    [() => trainingCurvesChart([]), /no measured epoch/],
  ];
  for (const [draw, message] of drawings) {
    assert.throws(
      draw,
      (error: Error) => error instanceof RangeError && message.test(error.message),
    );
  }
});

Deno.test("confusionMatrixChart() refuses a matrix that does not fit the names", () => {
  assert.throws(
    () => confusionMatrixChart([[1, 2, 3]], { classNames }),
    /of 1 rows for 2 class names/,
  );
});

Deno.test("confusionMatrixChart() shows a dash for a class without films", () => {
  const { svg } = confusionMatrixChart([[3, 1], [0, 0]], { classNames });
  assert.match(svg, />75 %</);
  assert.match(svg, />–</);
});

Deno.test("confusionMatrixChart() puts matrix[0][1] right of the diagonal, in the first row", () => {
  const { svg } = confusionMatrixChart([[11, 22], [33, 44]], { classNames });
  const at = (text: string) => {
    const found = svg.match(new RegExp(`translate\\(([\\d.]+),([\\d.]+)\\)"[^>]*>${text}<`))!;
    return [Number(found[1]), Number(found[2])];
  };
  assert.ok(at("22")[0] > at("11")[0] && at("22")[1] === at("11")[1]);
});

Deno.test("probabilitiesChart() refuses probabilities that do not fit the class names", () => {
  const film = { path: "a.png", trueClass: "Normal", probabilities: [1] };
  assert.throws(() => probabilitiesChart([film], { classNames }), /expected 2 of them but found 1/);
});

Deno.test("probabilitiesChart() explains the dot only where a true class is known", () => {
  const draw = (trueClass: string) =>
    probabilitiesChart([{ path: "1.png", trueClass, probabilities: [0.25, 0.75] }], { classNames })
      .svg;
  assert.match(draw(classNames[0]), /Dot: the true class/);
  assert.doesNotMatch(draw(""), /Dot: the true class/);
});

Deno.test("probabilitiesChart() says how many films it left out", () => {
  const film = { path: "a.png", trueClass: "Normal", probabilities: [0.5, 0.5] };
  const chart = probabilitiesChart([film, film, film], { classNames, maxFilms: 2 });
  assert.match(chart.svg, />2 of 3 films</);
});

Deno.test("trainingCurvesChart() leaves out a metric that was never measured", () => {
  const rows = history.map((row) => ({ ...row, auc: NaN, valAuc: NaN }));
  const { svg } = trainingCurvesChart(rows);
  assert.match(svg, />accuracy</);
  assert.doesNotMatch(svg, />AUC</);
});

Deno.test("trainingCurvesChart() draws one line a run and part", () => {
  const runs = [1, 2].flatMap((run) => history.map((row) => ({ ...row, auc: NaN, run })));
  const { svg } = trainingCurvesChart(runs);
  assert.equal(svg.match(/<path fill="none" stroke="#8250df"/g)?.length ?? 0, 0);
  assert.equal(svg.match(/stroke="#8250df"/g)!.length, 2 * 2 + 1); // two panels, and the key
});

Deno.test("intervalChart() leaves floors outside the axis out of the key", () => {
  const row = { model: "E", set: "test", value: 0.8, low: 0.7, high: 0.9 };
  const floors = [{ name: "majority", set: "test", value: 0.3 }];
  const options = { label: "accuracy", floors, domain: [0.5, 1] as [number, number] };
  assert.doesNotMatch(intervalChart([row], options).svg, /majority/);
});

Deno.test("charts escape names from the data", () => {
  const { svg } = classCountsChart([{ className: '<script>&"', split: "train" }]);
  assert.doesNotMatch(svg, /<script/);
  assert.match(svg, /&lt;script&gt;&amp;"/);
});

Deno.test("foldGapChart() and predictiveValuesChart() need something to show", () => {
  assert.throws(() => foldGapChart([{ model: "A", grouped: 0.9, random: NaN }]), {
    name: "RangeError",
    message: "Cannot show a gap: no model has both grouped and random folds",
  });
  assert.throws(() => predictiveValuesChart([]), { name: "RangeError" });
});
