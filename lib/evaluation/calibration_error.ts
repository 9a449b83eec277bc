import { seededRandom } from "../random/seeded.ts";

/** Options of {@linkcode calibrationError}. */
export interface CalibrationErrorOptions {
  /** Number of bins, each of as many films as the others, give or take one. @default 10 */
  bins?: number;
}

/**
 * Expected calibration error over bins of equal size ("adaptive"): the mean distance between a
 * bin's mean probability and its share of positives.
 *
 * A perfect model has one above 0, too: see {@linkcode calibrationErrorByChance}.
 *
 * @param yTrue `[n]`, 0 or 1.
 * @param probabilities `[n]`, probability of 1.
 * @param options See {@linkcode CalibrationErrorOptions}.
 * @returns `[0, 1]`; `NaN` where there are no films.
 * @throws {RangeError} Where lengths differ, or there is not even one bin.
 *
 * @example
 * ```ts
 * import { calibrationError } from "lib/evaluation/calibration_error.ts";
 * calibrationError([0, 1, 1, 1], [0.25, 0.25, 0.75, 0.75], { bins: 2 }); // 0.25
 * ```
 */
export function calibrationError(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins = 10 }: CalibrationErrorOptions = {},
): number {
  if (yTrue.length !== probabilities.length) {
    throw new RangeError(`${yTrue.length} labels do not fit ${probabilities.length} probabilities`);
  }
  return errorOf(yTrue, probabilities, equalBins(probabilities, bins));
}

/** Options of {@linkcode calibrationErrorByChance}. */
export interface CalibrationErrorByChanceOptions extends CalibrationErrorOptions {
  /** Number of sets of labels drawn. @default 1000 */
  draws?: number;
  seed: number;
}

/**
 * What a perfectly calibrated model with these probabilities would show at this number of films:
 * labels are drawn from the probabilities, again and again.
 *
 * @param probabilities `[n]`, probability of 1.
 * @param options See {@linkcode CalibrationErrorByChanceOptions}.
 * @returns Mean and 95 % quantile of the error; a model's own within it proves nothing.
 * @throws {RangeError} Where there is not even one bin.
 *
 * @example
 * ```ts
 * import { calibrationErrorByChance } from "lib/evaluation/calibration_error.ts";
 * const probabilities = Array.from({ length: 58 }, (_, i) => i / 57);
 * calibrationErrorByChance(probabilities, { seed: 1 }).mean > 0.05; // true: 58 films can't show .05
 * ```
 */
export function calibrationErrorByChance(
  probabilities: ArrayLike<number>,
  { bins = 10, draws = 1000, seed }: CalibrationErrorByChanceOptions,
): { mean: number; quantile95: number } {
  const random = seededRandom(seed);
  const members = equalBins(probabilities, bins);
  const errors = Array.from({ length: draws }, () => {
    const labels = Array.from(probabilities, (p) => Number(random() < p));
    return errorOf(labels, probabilities, members);
  }).sort((a, b) => a - b);
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / draws,
    quantile95: errors[Math.min(draws - 1, Math.floor(0.95 * draws))],
  };
}

/** Films of each bin, in the order of their probabilities. */
function equalBins(probabilities: ArrayLike<number>, bins: number): number[][] {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(`Cannot make ${bins} bins: expected a positive integer`);
  }
  const order = Array.from(probabilities, (_, i) => i)
    .sort((a, b) => probabilities[a] - probabilities[b] || a - b);
  const n = order.length, used = Math.min(bins, n);
  return Array.from(
    { length: used },
    (_, bin) => order.slice(Math.floor(bin * n / used), Math.floor((bin + 1) * n / used)),
  );
}

function errorOf(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  members: number[][],
): number {
  const distances = members.map((films) =>
    Math.abs(films.reduce((sum, i) => sum + probabilities[i] - labels[i], 0))
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / labels.length;
}
