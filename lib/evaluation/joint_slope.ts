import { checkLabels, checkLength } from "./check_labels.ts";

/** Probabilities are kept this far away from 0, as by `calibrationLine`. */
const MARGIN = 1e-6;

/** A slope beyond it says that nothing but rounding parts the classes. */
const STEEPEST = 50;

/**
 * Prepares the calibration slope of all classes together for the bootstrap: the factor on the logits
 * behind the probabilities that makes the labels likeliest. 1 is calibrated, below 1 too sure, above
 * 1 too timid; its inverse is the temperature that would be right.
 *
 * @param yTrue `[n]`, true class indices.
 * @param probabilities `[n][numClasses]`, each row with sum 1.
 * @returns A function of `[n]` weights (0 or more); `NaN` where the weighted films are told without
 *   error.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see B. Van Calster et al., Calibration: the Achilles heel of predictive analytics, BMC Medicine
 *   2019, and K. Van Hoorde et al., Assessing calibration of multinomial risk prediction models,
 *   Statistics in Medicine 2014 (there with an intercept and a slope for each class).
 *
 * @example
 * ```ts
 * import { jointSlope } from "lib/evaluation/joint_slope.ts";
 * const slope = jointSlope([0, 0, 0, 1], new Array(4).fill([0.99, 0.01]));
 * slope([1, 1, 1, 1]); // 0.239…, for three of four are right: ln 3 / ln 99
 * ```
 */
export function jointSlope(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): (weights: ArrayLike<number>) => number {
  checkLength({ yTrue, probabilities });
  checkLabels({ yTrue }, probabilities[0]?.length ?? 0);
  const logits = probabilities.map((row) => row.map((p) => Math.log(Math.max(p, MARGIN))));
  const all = newton({ yTrue, logits }, new Float64Array(yTrue.length).fill(1), 0);
  return (weights) => {
    const near = Number.isNaN(all) ? NaN : newton({ yTrue, logits }, weights, all);
    return Number.isNaN(near) ? newton({ yTrue, logits }, weights, 0) : near;
  };
}

/** The log-likelihood is concave in the slope: its derivative has one root, if any. */
function newton(
  { yTrue, logits }: { yTrue: ArrayLike<number>; logits: readonly (readonly number[])[] },
  weights: ArrayLike<number>,
  start: number,
): number {
  let slope = start;
  for (let step = 0; step < 50; step++) {
    let [up, bend] = [0, 0];
    for (let i = 0; i < logits.length; i++) {
      if (weights[i] === 0) continue;
      const row = logits[i];
      const highest = Math.max(...row.map((x) => slope * x));
      const powers = row.map((x) => Math.exp(slope * x - highest));
      const total = powers.reduce((a, b) => a + b);
      const mean = row.reduce((sum, x, k) => sum + powers[k] * x, 0) / total;
      const variance = row.reduce((sum, x, k) => sum + powers[k] * (x - mean) ** 2, 0) / total;
      // Not x - mean: that would be nothing but rounding where films are told without error.
      const lead = row.reduce((sum, x, k) => sum + powers[k] * (row[yTrue[i]] - x), 0) / total;
      up += weights[i] * lead;
      bend += weights[i] * variance;
    }
    const turn = up / bend;
    slope += turn;
    if (!(Math.abs(slope) < STEEPEST)) break;
    if (Math.abs(turn) < 1e-9) return slope;
  }
  return NaN;
}
