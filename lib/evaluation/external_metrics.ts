import { deriveSeed } from "../random/derive_seed.ts";
import { bareMetric } from "./bare_metric.ts";
import { calibrationError, calibrationErrorByChance } from "./calibration_error.ts";
import { calibrationLine } from "./calibration_line.ts";
import { clusteredShare } from "./clustered_share.ts";
import { evaluateFilms, type EvaluateFilmsOptions, type Metric } from "./evaluate_films.ts";
import { predictiveValues } from "./predictive_values.ts";

/** Prevalences at which predictive values are told: from one in 200 to one in two. */
export const PREVALENCES = [0.005, 0.01, 0.05, 0.1, 0.2, 0.5] as const;

/**
 * Works out what a frozen model does on films from elsewhere: every metric of `evaluateFilms`, and
 *
 * - `specificity:<class>`: share of the other classes' films that are not called this class;
 * - `called:<true>><predicted>`: share of a class's films that are called another, with its interval;
 * - `slope:<class>`, `intercept:<class>`, `ece:<class>` and `ece-by-chance:<class>` (what a perfect
 *   model would show with as many films), of one class against the rest;
 * - `ppv:<class>@<prevalence>` and `npv:<class>@<prevalence>` at {@linkcode PREVALENCES}.
 *
 * Of two classes the last two are told of the positive one alone. Where a class has no film, what
 * needs it is `NaN`, the rest is told.
 *
 * @param options As those of `evaluateFilms`.
 * @returns Metrics in a fixed order.
 * @throws {RangeError} Where lengths differ or an index is no class.
 *
 * @example
 * ```ts
 * import { externalMetrics } from "lib/evaluation/external_metrics.ts";
 * const healthyOnly = externalMetrics({
 *   yTrue: [0, 0],
 *   yPred: [0, 1],
 *   probabilities: [[0.9, 0.1], [0.2, 0.8]],
 *   groups: ["a", "b"],
 *   classNames: ["Normal", "COVID-19"],
 *   seed: 1,
 * });
 * healthyOnly.find(({ metric }) => metric === "called:Normal>COVID-19")!.value; // 0.5
 * ```
 */
export function externalMetrics(options: EvaluateFilmsOptions): Metric[] {
  const { yTrue, yPred, classNames, groups, positiveIndex = 1 } = options;
  const isBinary = classNames.length === 2;
  const told = classNames.map((_, k) => k).filter((k) => !isBinary || k === positiveIndex);
  const specificities = classNames.map((name, k) =>
    clusteredShare(yPred.map((label) => label !== k), {
      metric: `specificity:${name}`,
      groups,
      among: (i) => yTrue[i] !== k,
    })
  );
  const mistakes = classNames.flatMap((name, i) =>
    classNames.flatMap((other, j) =>
      i === j ? [] : clusteredShare(yPred.map((label) => label === j), {
        metric: `called:${name}>${other}`,
        groups,
        among: (film) => yTrue[film] === i,
      })
    )
  );
  const metrics = evaluateFilms(options);
  return [
    ...metrics,
    ...(isBinary ? [] : specificities),
    ...mistakes,
    ...told.flatMap((k) => calibration(k, options)),
    ...told.flatMap((k) =>
      valuesByPrevalence(classNames[k], {
        sensitivity: metrics.find(({ metric }) => metric === `recall:${classNames[k]}`)!.value,
        specificity: specificities[k].value,
      })
    ),
  ];
}

function calibration(
  k: number,
  { yTrue, probabilities, classNames, seed }: EvaluateFilmsOptions,
): Metric[] {
  const name = classNames[k];
  const truth = yTrue.map((label) => Number(label === k));
  const scores = probabilities.map((row) => row[k]);
  const positives = truth.reduce((a, b) => a + b, 0);
  const hasBoth = positives > 0 && positives < truth.length;
  const { slope, intercept } = calibrationLine(truth, scores);
  const chance = hasBoth
    ? calibrationErrorByChance(scores, { seed: deriveSeed(seed, "ece", name), draws: 500 }).mean
    : NaN;
  return [
    bareMetric(`slope:${name}`, slope),
    bareMetric(`intercept:${name}`, intercept),
    bareMetric(`ece:${name}`, hasBoth ? calibrationError(truth, scores) : NaN),
    bareMetric(`ece-by-chance:${name}`, chance),
  ];
}

function valuesByPrevalence(
  name: string,
  rates: { sensitivity: number; specificity: number },
): Metric[] {
  if (Number.isNaN(rates.sensitivity + rates.specificity)) return [];
  return PREVALENCES.flatMap((prevalence) => {
    const { positive, negative } = predictiveValues({ ...rates, prevalence });
    return [
      bareMetric(`ppv:${name}@${prevalence}`, positive),
      bareMetric(`npv:${name}@${prevalence}`, negative),
    ];
  });
}
