import { bareMetric } from "./bare_metric.ts";
import { bcaIntervals } from "./bca_intervals.ts";
import { bcaMetric } from "./bca_metric.ts";
import { brierDecomposition } from "./brier_decomposition.ts";
import { brierScore } from "./brier.ts";
import { calibrationError, calibrationErrorByChance } from "./calibration_error.ts";
import type { Metric } from "./evaluate_films.ts";
import type { AlignedFolds } from "./folds_outcome.ts";
import { jointSlope } from "./joint_slope.ts";
import { fitTemperature, temper } from "./temperature.ts";
import { weightedCalibration } from "./weighted_calibration.ts";

/** Options of {@linkcode calibrateFolds}. */
export interface CalibrateFoldsOptions {
  /** `[n]`, the patient (or group of copies) of each film. */
  groups: readonly string[];
  /** Seed of the bootstrap and of the perfect models. */
  seed: number;
  /** Number of bootstrap draws; 0 for no intervals. @default 1000 */
  resamples?: number;
}

/**
 * Tells whether out-of-fold probabilities mean what they say; each figure the mean over dealings.
 *
 * `brier` sums the squared distances over all classes (two classes: over the positive one), in
 * `[0, 2]`. Its parts `miscalibration`, `discrimination` (also called resolution) and `uncertainty`
 * are those of every class against the rest, summed likewise. `slope`, `intercept` (of Cox's
 * line, with BCa intervals of drawn groups), `ece` (ten bins of equal size) and `ece-by-chance`, what a
 * perfect model of these probabilities would show, stand for every class; `slope` alone (three classes
 * and more) is that of all of them together.
 *
 * @param folds Dealings, as `alignFolds` gives them.
 * @param options See {@linkcode CalibrateFoldsOptions}.
 * @returns Metrics in a fixed order; of two classes only the second one's.
 *
 * @example
 * ```ts
 * import { calibrateFolds } from "lib/evaluation/calibrate_folds.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * const folds = { ...films, repeats: [[[0.9, 0.1], [0.4, 0.6]]] };
 * const [brier] = calibrateFolds(folds, { groups: ["a", "b"], seed: 1, resamples: 0 });
 * brier.value; // 0.085
 * ```
 */
export function calibrateFolds(
  folds: AlignedFolds,
  { groups, seed, resamples = 1000 }: CalibrateFoldsOptions,
): Metric[] {
  const { classNames, yTrue, repeats } = folds;
  const shown = classNames.length === 2 ? [1] : [...classNames.keys()];
  const mean = (of: (rows: number[][]) => number) => average(repeats.map(of));
  const truth = shown.map((k) => yTrue.map((label) => Number(label === k)));
  const score = (rows: number[][], k: number) => rows.map((row) => row[k]);
  const part = (key: "miscalibration" | "discrimination" | "uncertainty") =>
    mean((rows) =>
      shown.reduce((sum, k, i) => sum + brierDecomposition(truth[i], score(rows, k))[key], 0)
    );
  const each = repeats.map((rows) =>
    shown.map((k, i) => weightedCalibration(truth[i], score(rows, k)))
  );
  const joint = classNames.length > 2 ? repeats.map((rows) => jointSlope(yTrue, rows)) : [];
  const lines = (weights: Float64Array) => {
    const found = each.map((classes) => classes.map((line) => line(weights)));
    const ofClasses = shown.flatMap((_, i) => [
      average(found.map((classes) => classes[i].slope)),
      average(found.map((classes) => classes[i].intercept)),
    ]);
    return joint.length === 0
      ? ofClasses
      : [...ofClasses, average(joint.map((slope) => slope(weights)))];
  };
  const values = lines(new Float64Array(yTrue.length).fill(1));
  const intervals = resamples > 0 ? bcaIntervals(lines, { groups, seed, resamples }) : [];
  const errors = shown.map((k, i) => mean((rows) => calibrationError(truth[i], score(rows, k))));
  const byChance = shown.map((k) => calibrationErrorByChance(score(repeats[0], k), { seed }));
  return [
    bareMetric("brier", mean((rows) => brierScore(yTrue, rows))),
    bareMetric("miscalibration", part("miscalibration")),
    bareMetric("resolution", part("discrimination")),
    bareMetric("uncertainty", part("uncertainty")),
    ...shown.flatMap((k, i) => [
      bcaMetric({ metric: `slope:${classNames[k]}`, value: values[2 * i] }, intervals[2 * i]),
      bcaMetric(
        { metric: `intercept:${classNames[k]}`, value: values[2 * i + 1] },
        intervals[2 * i + 1],
      ),
      bareMetric(`ece:${classNames[k]}`, errors[i]),
      bareMetric(`ece-by-chance:${classNames[k]}`, byChance[i].mean),
      bareMetric(`ece-by-chance-95:${classNames[k]}`, byChance[i].quantile95),
    ]),
    ...(joint.length === 0
      ? []
      : [bcaMetric({ metric: "slope", value: values.at(-1)! }, intervals.at(-1))]),
    bareMetric("ece", average(errors)),
    bareMetric("ece-by-chance", average(byChance.map(({ mean }) => mean))),
  ];
}

/**
 * Softens or sharpens out-of-fold probabilities by a temperature that their own fold had no part in:
 * each fold's is fitted, within `fitTemperature`'s bounds, on the other folds of the same dealing.
 *
 * @param folds Dealings, as `alignFolds` gives them.
 * @returns The same with other probabilities, and the temperatures, `[repeats][folds]`.
 *
 * @example
 * ```ts
 * import { temperFolds } from "lib/evaluation/calibrate_folds.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["1", "2"]] };
 * const { temperatures } = temperFolds({ ...films, repeats: [[[0.9, 0.1], [0.4, 0.6]]] });
 * temperatures[0].length; // 2
 * ```
 */
export function temperFolds(
  folds: AlignedFolds,
): { folds: AlignedFolds; temperatures: number[][] } {
  const temperatures: number[][] = [];
  const repeats = folds.repeats.map((rows, r) => {
    const own = new Map<string, number>();
    for (const fold of new Set(folds.folds[r])) {
      const others = [...rows.keys()].filter((i) => folds.folds[r][i] !== fold);
      own.set(fold, fitTemperature(others.map((i) => folds.yTrue[i]), others.map((i) => rows[i])));
    }
    temperatures.push([...own.values()]);
    return rows.map((row, i) => temper(row, own.get(folds.folds[r][i])!));
  });
  return { folds: { ...folds, repeats }, temperatures };
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
