import { checkLength } from "./check_labels.ts";

/** Slope and intercept of a calibration line. */
export interface WeightedLine {
  slope: number;
  intercept: number;
}

/** Probabilities are kept this far away from 0 and 1, as by `calibrationLine`. */
const MARGIN = 1e-6;

/** A slope beyond it says that nothing but rounding parts the classes. */
const STEEPEST = 50;

/**
 * Prepares Cox's calibration line for the bootstrap: for any weights of the films it is found by a few
 * Newton steps, from where the line of all films lies.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param probabilities `[n]`, probability of 1.
 * @returns A function of `[n]` weights (0 or more); both `NaN` where the weighted films are parted
 *   without error, or of one class.
 * @throws {RangeError} Where lengths differ.
 *
 * @example
 * ```ts
 * import { weightedCalibration } from "lib/evaluation/weighted_calibration.ts";
 * const yTrue = [0, 0, 0, 1, 0, 1, 1, 1];
 * const line = weightedCalibration(yTrue, yTrue.map((_, i) => [0.01, 0.99][Number(i > 3)]));
 * line(new Float64Array(8).fill(1)).slope; // 0.239…
 * ```
 */
export function weightedCalibration(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): (weights: ArrayLike<number>) => WeightedLine {
  checkLength({ yTrue, probabilities });
  const logits = Float64Array.from(probabilities, (p) => {
    const inside = Math.min(Math.max(p, MARGIN), 1 - MARGIN);
    return Math.log(inside / (1 - inside));
  });
  const films = { yTrue, logits };
  const start = newton(films, new Float64Array(yTrue.length).fill(1), { slope: 0, intercept: 0 });
  return (weights) => {
    if (!Number.isNaN(start.slope)) {
      const line = newton(films, weights, start);
      if (!Number.isNaN(line.slope)) return line;
    }
    return newton(films, weights, { slope: 0, intercept: 0 });
  };
}

function newton(
  { yTrue, logits }: { yTrue: ArrayLike<number>; logits: Float64Array },
  weights: ArrayLike<number>,
  { slope, intercept }: WeightedLine,
): WeightedLine {
  for (let step = 0; step < 30; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (let i = 0; i < logits.length; i++) {
      if (weights[i] === 0) continue;
      const x = logits[i];
      const p = 1 / (1 + Math.exp(-intercept - slope * x));
      const error = weights[i] * (yTrue[i] - p), weight = weights[i] * p * (1 - p);
      g0 += error;
      g1 += error * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const up = (h11 * g0 - h01 * g1) / determinant, turn = (h00 * g1 - h01 * g0) / determinant;
    intercept += up;
    slope += turn;
    if (!(Math.abs(slope) < STEEPEST)) break;
    if (Math.abs(up) + Math.abs(turn) < 1e-9) return { slope, intercept };
  }
  return { slope: NaN, intercept: NaN };
}
