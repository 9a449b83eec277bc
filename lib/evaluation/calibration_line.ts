/** How probabilities must be stretched and shifted, on the logit scale, to fit the labels. */
export interface CalibrationLine {
  /** 1 where spread is right, below where probabilities are too extreme. */
  slope: number;
  /** 0 where the level is right at that slope. */
  intercept: number;
  /** Calibration in the large: the shift wanted where the slope stays 1; below 0: too many alarms. */
  shift: number;
}

/** Probabilities are kept this far away from 0 and 1, where a logit has no end. */
const MARGIN = 1e-6;

/**
 * Fits Cox's calibration line, `logit P(y = 1) = intercept + slope · logit p`, by maximum likelihood.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param probabilities `[n]`, probability of 1; kept 1e-6 away from 0 and 1.
 * @returns The line; slope `Infinity` and intercept `NaN` where the probabilities part the classes
 *   without error, all `NaN` where only one class is there.
 * @throws {RangeError} Where lengths differ.
 * @see D. R. Cox, Two further applications of a model for binary regression, Biometrika 45, 1958.
 *
 * @example
 * ```ts
 * import { calibrationLine } from "lib/evaluation/calibration_line.ts";
 * const yTrue = [0, 0, 0, 1, 0, 1, 1, 1];
 * const bold = yTrue.map((_, i) => [0.01, 0.99][Number(i > 3)]);
 * calibrationLine(yTrue, bold).slope; // 0.239…: much too bold
 * ```
 */
export function calibrationLine(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): CalibrationLine {
  if (yTrue.length !== probabilities.length) {
    throw new RangeError(`${yTrue.length} labels do not fit ${probabilities.length} probabilities`);
  }
  const labels = Array.from(yTrue);
  const logits = Array.from(probabilities, (p) => {
    const inside = Math.min(Math.max(p, MARGIN), 1 - MARGIN);
    return Math.log(inside / (1 - inside));
  });
  const positives = labels.filter((label) => label === 1).length;
  if (positives === 0 || positives === labels.length) {
    return { slope: NaN, intercept: NaN, shift: NaN };
  }
  const shift = newton(labels, logits, { slope: 1, fitsSlope: false }).intercept;
  if (areParted(labels, logits)) return { slope: Infinity, intercept: NaN, shift };
  return { ...newton(labels, logits, { slope: 0, fitsSlope: true }), shift };
}

/** Whether every positive lies above, or at, every negative: then no finite slope is the best. */
function areParted(labels: number[], logits: number[]): boolean {
  let [lowest, highest] = [Infinity, -Infinity];
  labels.forEach((label, i) => {
    if (label === 1) lowest = Math.min(lowest, logits[i]);
    else highest = Math.max(highest, logits[i]);
  });
  return lowest >= highest;
}

function newton(
  labels: number[],
  logits: number[],
  { slope, fitsSlope }: { slope: number; fitsSlope: boolean },
): { slope: number; intercept: number } {
  let line = { slope, intercept: 0 };
  let loss = lossOf(labels, logits, line);
  for (let iteration = 0; iteration < 100; iteration++) {
    const step = newtonStep(labels, logits, { ...line, fitsSlope });
    let size = 1, next = line, nextLoss = Infinity;
    for (; size > 1e-10; size /= 2) {
      next = {
        slope: line.slope + size * step.slope,
        intercept: line.intercept + size * step.intercept,
      };
      nextLoss = lossOf(labels, logits, next);
      if (nextLoss <= loss) break;
    }
    if (nextLoss > loss) break;
    line = next;
    loss = nextLoss;
    if (Math.abs(step.slope) + Math.abs(step.intercept) < 1e-13) break;
  }
  return line;
}

function newtonStep(
  labels: number[],
  logits: number[],
  { slope, intercept, fitsSlope }: { slope: number; intercept: number; fitsSlope: boolean },
): { slope: number; intercept: number } {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  logits.forEach((x, i) => {
    const p = 1 / (1 + Math.exp(-intercept - slope * x));
    const weight = p * (1 - p);
    g0 += labels[i] - p;
    g1 += (labels[i] - p) * x;
    h00 += weight;
    h01 += weight * x;
    h11 += weight * x * x;
  });
  if (!fitsSlope) return { slope: 0, intercept: g0 / h00 };
  const determinant = h00 * h11 - h01 * h01;
  return {
    intercept: (h11 * g0 - h01 * g1) / determinant,
    slope: (h00 * g1 - h01 * g0) / determinant,
  };
}

/** Negative log-likelihood. */
function lossOf(
  labels: number[],
  logits: number[],
  { slope, intercept }: { slope: number; intercept: number },
): number {
  return logits.reduce((sum, x, i) => {
    const z = intercept + slope * x;
    return sum + Math.max(z, 0) - labels[i] * z + Math.log1p(Math.exp(-Math.abs(z)));
  }, 0);
}
