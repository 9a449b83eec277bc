import { bareMetric } from "./bare_metric.ts";
import { bcaIntervals } from "./bca_intervals.ts";
import { bcaMetric } from "./bca_metric.ts";
import { brierScore } from "./brier.ts";
import { averageScores, classScores } from "./class_scores.ts";
import { clusteredShare } from "./clustered_share.ts";
import { confusionMatrix } from "./confusion_matrix.ts";
import { logLoss } from "./log_loss.ts";
import { matthewsCorrelation } from "./matthews.ts";
import { averagePrecision } from "./precision_recall.ts";
import { flattenClasses } from "./roc.ts";
import { weightedAuc } from "./weighted_auc.ts";

/** One metric of a model on some films. */
export interface Metric {
  /** Name, such as `accuracy`, `recall:COVID-19` or `confusion:COVID-19>Normal` (true > predicted). */
  metric: string;
  /** `NaN` where the metric is undefined. */
  value: number;
  /** Ends of the 95 % interval; `NaN` where there is none. */
  ciLow: number;
  ciHigh: number;
  /** `wilson`, `wilson-cluster` (where groups repeat), `bca`, or `""` where there is no interval. */
  ciMethod: string;
}

/** Options of {@linkcode evaluateFilms}. */
export interface EvaluateFilmsOptions {
  /** `[n]`, true class indices. */
  yTrue: readonly number[];
  /** `[n]`, predicted class indices. */
  yPred: readonly number[];
  /** `[n][numClasses]`, each row with sum 1. */
  probabilities: readonly (readonly number[])[];
  /** `[n]`, patient (or group of copies) of each film. */
  groups: readonly string[];
  /** `[numClasses]`, names in the order of the class indices. */
  classNames: readonly string[];
  /** Index of the class that AUC, sensitivity … of a two-class model are about; 1 where left out. */
  positiveIndex?: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** Number of bootstrap draws, 2,000 where left out; 0 for no such intervals. */
  resamples?: number;
}

/**
 * Works out every metric of a model on some films, with its 95 % interval where one is known.
 *
 * Proportions (accuracy, precision, recall, sensitivity, specificity) have Wilson's interval, widened
 * where groups repeat; balanced accuracy, F1, AUC and MCC a BCa bootstrap of groups. Averages leave
 * out classes for which a score is undefined. All follow scikit-learn's definitions.
 *
 * @returns Metrics in a fixed order; undefined ones are there with `NaN`.
 * @throws {RangeError} Where lengths differ or an index is no class.
 *
 * @example
 * ```ts
 * import { evaluateFilms } from "lib/evaluation/evaluate_films.ts";
 * const [accuracy] = evaluateFilms({
 *   yTrue: [0, 1],
 *   yPred: [0, 1],
 *   probabilities: [[0.9, 0.1], [0.2, 0.8]],
 *   groups: ["a", "b"],
 *   classNames: ["Normal", "COVID-19"],
 *   seed: 1,
 * });
 * accuracy.value; // 1
 * ```
 */
export function evaluateFilms(options: EvaluateFilmsOptions): Metric[] {
  const { yTrue, yPred, probabilities, groups, classNames } = options;
  const numClasses = classNames.length;
  const matrix = confusionMatrix(yTrue, yPred, { numClasses });
  const classes = classScores(matrix);
  const macro = averageScores(classes, { average: "macro" });
  const precisions = classNames.map((_, k) =>
    averagePrecision(oneVersusRest(yTrue, k), probabilities.map((row) => row[k]))
  );
  const positive = options.positiveIndex ?? 1;
  const isBinary = numClasses === 2;
  const macroAp = precisions.reduce((a, b) => a + b, 0) / numClasses;
  const right = yTrue.map((label, i) => label === yPred[i]);
  const of = (k: number) => (i: number) => yTrue[i] === k;
  const called = (k: number) => (i: number) => yPred[i] === k;
  return [
    clusteredShare(right, { metric: "accuracy", groups }),
    bareMetric("loss", logLoss(yTrue, probabilities)),
    bareMetric("macro_precision", macro.precision),
    bareMetric("macro_recall", macro.recall),
    ...bootstrapped(options),
    ...(isBinary
      ? [
        bareMetric("average_precision", precisions[positive]),
        clusteredShare(right, { metric: "sensitivity", groups, among: of(positive) }),
        clusteredShare(right, { metric: "specificity", groups, among: of(1 - positive) }),
      ]
      : [
        bareMetric("macro_average_precision", macroAp),
        ...precisions.map((value, k) => bareMetric(`average_precision:${classNames[k]}`, value)),
      ]),
    bareMetric("brier", brierScore(yTrue, probabilities)),
    ...classNames.flatMap((name, k) => [
      clusteredShare(right, { metric: `precision:${name}`, groups, among: called(k) }),
      clusteredShare(right, { metric: `recall:${name}`, groups, among: of(k) }),
      bareMetric(`support:${name}`, classes[k].support),
    ]),
    ...classNames.flatMap((name, i) =>
      classNames.map((other, j) => bareMetric(`confusion:${name}>${other}`, matrix[i][j]))
    ),
  ];
}

/** What has an interval from drawing groups again and again. */
function bootstrapped(options: EvaluateFilmsOptions): Metric[] {
  const { yTrue, yPred, classNames, groups, seed, resamples = 2000 } = options;
  const numClasses = classNames.length;
  const areas = areasUnderRoc(options);
  const names = [
    "balanced_accuracy",
    "macro_f1",
    "mcc",
    ...classNames.map((name) => `f1:${name}`),
    ...areas.map(({ metric }) => metric),
  ];
  const statistics = (weights: Float64Array) => {
    const matrix = confusionMatrix(yTrue, yPred, { numClasses, weights });
    const classes = classScores(matrix);
    const { recall, f1 } = averageScores(classes, { average: "macro" });
    return [
      recall,
      f1,
      matthewsCorrelation(matrix),
      ...classes.map((scores) => scores.f1),
      ...areas.map(({ area }) => area(weights)),
    ];
  };
  const values = statistics(new Float64Array(yTrue.length).fill(1));
  const intervals = resamples > 0 ? bcaIntervals(statistics, { groups, seed, resamples }) : [];
  return names.map((metric, i) => bcaMetric({ metric, value: values[i] }, intervals[i]));
}

interface Area {
  metric: string;
  area: (weights: Float64Array) => number;
}

function areasUnderRoc(
  { yTrue, probabilities, classNames, positiveIndex = 1 }: EvaluateFilmsOptions,
): Area[] {
  const areas = classNames.map((_, k) =>
    weightedAuc(oneVersusRest(yTrue, k), probabilities.map((row) => row[k]))
  );
  if (classNames.length === 2) return [{ metric: "auc", area: areas[positiveIndex] }];
  const { labels, scores } = flattenClasses(yTrue, probabilities);
  const micro = weightedAuc(labels, scores);
  const repeated = (weights: Float64Array) =>
    Float64Array.from(labels, (_, i) => weights[Math.floor(i / classNames.length)]);
  return [
    {
      metric: "macro_auc",
      area: (weights) => areas.reduce((sum, area) => sum + area(weights), 0) / areas.length,
    },
    { metric: "micro_auc", area: (weights) => micro(repeated(weights)) },
    ...areas.map((area, k) => ({ metric: `auc:${classNames[k]}`, area })),
  ];
}

function oneVersusRest(yTrue: readonly number[], k: number): number[] {
  return yTrue.map((label) => Number(label === k));
}
