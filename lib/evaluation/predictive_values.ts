/** What a classifier's calls are worth at a given prevalence. */
export interface PredictiveValues {
  /** Share of those called positive who are, `[0, 1]`; `NaN` where nobody is called so. */
  positive: number;
  /** Share of those called negative who are, `[0, 1]`; `NaN` where nobody is called so. */
  negative: number;
}

/** Options of {@linkcode predictiveValues}. */
export interface PredictiveValuesOptions {
  /** `[0, 1]`. */
  sensitivity: number;
  /** `[0, 1]`. */
  specificity: number;
  /** Share of the positive among all whose films are taken, `[0, 1]`. */
  prevalence: number;
}

/**
 * Positive and negative predictive value at a prevalence other than the test set's, by Bayes' rule.
 *
 * @param options See {@linkcode PredictiveValuesOptions}.
 * @returns See {@linkcode PredictiveValues}.
 * @throws {RangeError} Where a number is no share.
 *
 * @example
 * ```ts
 * import { predictiveValues } from "lib/evaluation/predictive_values.ts";
 * predictiveValues({ sensitivity: 0.9, specificity: 0.9, prevalence: 0.01 }).positive; // 0.083…
 * ```
 */
export function predictiveValues(options: PredictiveValuesOptions): PredictiveValues {
  for (const [name, value] of Object.entries(options)) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`Cannot use a ${name} of ${value}: expected a number in [0, 1]`);
    }
  }
  const { sensitivity, specificity, prevalence } = options;
  const truePositives = sensitivity * prevalence;
  const falsePositives = (1 - specificity) * (1 - prevalence);
  const trueNegatives = specificity * (1 - prevalence);
  const falseNegatives = (1 - sensitivity) * prevalence;
  return {
    positive: truePositives / (truePositives + falsePositives),
    negative: trueNegatives / (trueNegatives + falseNegatives),
  };
}
