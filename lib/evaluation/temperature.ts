import { logLoss } from "./log_loss.ts";

/** Bounds of a temperature: films that are parted without error would send it to 0. */
const [COLDEST, HOTTEST] = [0.25, 10];

/**
 * Divides the logits behind probabilities by a temperature; the order of the classes stays.
 *
 * @param probabilities Probabilities of a film's classes, sum 1.
 * @param temperature Above 0; above 1 makes them more even.
 * @returns Probabilities, sum 1.
 * @throws {RangeError} Where the temperature is not above 0.
 *
 * @example
 * ```ts
 * import { temper } from "lib/evaluation/temperature.ts";
 * temper([0.9, 0.1], 2); // [0.75, 0.25]
 * ```
 */
export function temper(probabilities: readonly number[], temperature: number): number[] {
  if (!(temperature > 0)) {
    throw new RangeError(`Cannot use a temperature of ${temperature}: expected one above 0`);
  }
  if (temperature === 1) return [...probabilities];
  const powers = probabilities.map((p) => p ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/**
 * Finds the temperature whose probabilities fit the labels best.
 *
 * @param yTrue `[n]`, true class indices, of films that no training saw.
 * @param probabilities `[n][numClasses]`, each row with sum 1.
 * @returns The temperature of least log loss in `[0.25, 10]`, to about 1e-8; 1 where there are no films.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see C. Guo et al., On calibration of modern neural networks, ICML 2017.
 *
 * @example
 * ```ts
 * import { fitTemperature } from "lib/evaluation/temperature.ts";
 * fitTemperature([0, 0, 0, 1], new Array(4).fill([0.99, 0.01])); // 4.18…: three of four are right
 * ```
 */
export function fitTemperature(
  yTrue: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
): number {
  if (probabilities.length === 0) return 1;
  const loss = (logTemperature: number) =>
    logLoss(yTrue, probabilities.map((row) => temper(row, Math.exp(logTemperature))));
  return Math.exp(goldenSection(loss, Math.log(COLDEST), Math.log(HOTTEST)));
}

/** Least value's place of a function with one valley. */
function goldenSection(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [fa, fb] = [f(a), f(b)];
  while (high - low > 1e-9) {
    if (fa <= fb) {
      [high, b, fb] = [b, a, fa];
      a = high - ratio * (high - low);
      fa = f(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + ratio * (high - low);
      fb = f(b);
    }
  }
  return (low + high) / 2;
}
