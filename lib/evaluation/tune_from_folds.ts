import type { AlignedFolds } from "./folds_outcome.ts";
import { fitTemperature, temper } from "./temperature.ts";
import { chooseThreshold } from "./threshold.ts";

/** What out-of-fold answers of training films fix, before any test film is looked at. */
export interface Tuning {
  /** Divides the logits; geometric mean over dealings, within `fitTemperature`'s bounds. */
  temperature: number;
  /**
   * With two classes, the probability of the second from which on a film is called so (Youden's, mean
   * over dealings); .5 with more, of which the likeliest is called, or with films of one class.
   */
  threshold: number;
  /** How the threshold came about, for people. */
  thresholdBasis: string;
  /** With two classes, the threshold that keeps nine of ten negative films, and what it finds; else `NaN`. */
  at90: { threshold: number; sensitivity: number };
}

/**
 * Chooses temperature and threshold from films that the judging models had not seen.
 *
 * @param folds Dealings of training films alone, as `alignFolds` gives them.
 * @returns See {@linkcode Tuning}.
 *
 * @example
 * ```ts
 * import { tuneFromFolds } from "lib/evaluation/tune_from_folds.ts";
 * const films = { classNames: ["No", "Yes"], paths: ["a", "b"], yTrue: [0, 1], folds: [["", ""]] };
 * tuneFromFolds({ ...films, repeats: [[[0.9, 0.1], [0.4, 0.6]]] }).temperature; // 0.25, the bound
 * ```
 */
export function tuneFromFolds({ classNames, yTrue, repeats }: AlignedFolds): Tuning {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const temperature = Math.exp(mean(repeats.map((rows) => Math.log(fitTemperature(yTrue, rows)))));
  const nothing = { threshold: NaN, sensitivity: NaN };
  if (classNames.length !== 2) {
    const thresholdBasis = "the likeliest class is called";
    return { temperature, threshold: 0.5, thresholdBasis, at90: nothing };
  }
  const scores = repeats.map((rows) => rows.map((row) => temper(row, temperature)[1]));
  const youden = mean(scores.map((own) => chooseThreshold(yTrue, own).threshold));
  const strict = scores.map((own) => chooseThreshold(yTrue, own, { rule: { specificity: 0.9 } }));
  if (Number.isNaN(youden)) {
    const thresholdBasis = "the training films are all of one class";
    return { temperature, threshold: 0.5, thresholdBasis, at90: nothing };
  }
  return {
    temperature,
    threshold: Math.min(1, youden),
    thresholdBasis: `Youden's on ${yTrue.length} training films, out of fold`,
    at90: {
      threshold: mean(strict.map(({ threshold }) => threshold)),
      sensitivity: mean(strict.map(({ sensitivity }) => sensitivity)),
    },
  };
}
