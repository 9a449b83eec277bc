import { predictiveValues } from "./predictive_values.ts";
import type { Interval } from "./wilson_interval.ts";

/** What a call is worth where a given share of people is ill. */
export interface PrevalencePoint {
  /** `[0, 1]`. */
  prevalence: number;
  /** Positive predictive value, `[0, 1]`; `NaN` where nobody is called positive. */
  ppv: number;
  ppvInterval: Interval;
  /** Negative predictive value, `[0, 1]`. */
  npv: number;
  npvInterval: Interval;
}

/** A share with its interval. */
export interface ShareWithInterval {
  value: number;
  low: number;
  high: number;
}

/** Prevalences from half a percent to a half: a screening clinic's up to a ward's. */
export const PREVALENCES: readonly number[] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];

/**
 * Positive and negative predictive value over prevalence, from sensitivity and specificity.
 *
 * The intervals put both ends of sensitivity and specificity together, lower with lower and upper with
 * upper: they are wider than 95 % would need.
 *
 * @param rates Sensitivity and specificity with their intervals.
 * @param prevalences Shares of the ill, `[0, 1]`.
 * @returns One point a prevalence.
 * @throws {RangeError} Where a number is no share.
 * @see D. G. Altman and J. M. Bland, Diagnostic tests 2: predictive values, BMJ 309, 1994.
 *
 * @example
 * ```ts
 * import { prevalenceCurve } from "lib/evaluation/prevalence_curve.ts";
 * const rate = { value: 0.9, low: 0.8, high: 0.95 };
 * prevalenceCurve({ sensitivity: rate, specificity: rate }, [0.01])[0].ppv; // 0.083…
 * ```
 */
export function prevalenceCurve(
  { sensitivity, specificity }: { sensitivity: ShareWithInterval; specificity: ShareWithInterval },
  prevalences: readonly number[] = PREVALENCES,
): PrevalencePoint[] {
  return prevalences.map((prevalence) => {
    const at = (end: keyof ShareWithInterval) =>
      predictiveValues({
        sensitivity: sensitivity[end],
        specificity: specificity[end],
        prevalence,
      });
    const [value, low, high] = [at("value"), at("low"), at("high")];
    return {
      prevalence,
      ppv: value.positive,
      ppvInterval: [low.positive, high.positive],
      npv: value.negative,
      npvInterval: [low.negative, high.negative],
    };
  });
}
