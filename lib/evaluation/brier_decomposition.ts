import { isotonicFit } from "./isotonic.ts";

/** Parts of a Brier score: `brier = miscalibration - discrimination + uncertainty`. */
export interface BrierDecomposition {
  /** Mean squared distance of probabilities and labels, `[0, 1]`. */
  brier: number;
  /** What the best recalibration that keeps the films' order would save, 0 or more. */
  miscalibration: number;
  /** What the recalibrated probabilities gain over the mere prevalence, 0 or more. */
  discrimination: number;
  /** Score of the prevalence itself, `[0, 0.25]`. */
  uncertainty: number;
}

/**
 * Splits a Brier score into miscalibration, discrimination and uncertainty, without bins.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param probabilities `[n]`, probability of 1.
 * @returns The parts; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ.
 * @see T. Dimitriadis, T. Gneiting, A. Jordan, Stable reliability diagrams for probabilistic
 *   classifiers, PNAS 118(8), 2021.
 *
 * @example
 * ```ts
 * import { brierDecomposition } from "lib/evaluation/brier_decomposition.ts";
 * brierDecomposition([0, 0, 1, 1], [0.2, 0.2, 0.8, 0.8]).miscalibration; // 0.04, within rounding
 * ```
 */
export function brierDecomposition(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): BrierDecomposition {
  const recalibrated = isotonicFit(yTrue, probabilities);
  const n = yTrue.length;
  const prevalence = Array.from(yTrue).reduce((sum, label) => sum + label, 0) / n;
  const score = (predicted: (i: number) => number) =>
    Array.from(yTrue).reduce((sum, label, i) => sum + (predicted(i) - label) ** 2, 0) / n;
  const brier = score((i) => probabilities[i]);
  const best = score((i) => recalibrated[i]);
  const uncertainty = score(() => prevalence);
  return { brier, miscalibration: brier - best, discrimination: uncertainty - best, uncertainty };
}
