import { normalQuantile } from "./normal_distribution.ts";

/**
 * Returns the number below which a Student's t falls with probability `p`.
 *
 * @param p Probability in `(0, 1)`.
 * @param degrees Degrees of freedom, an integer from 1.
 * @returns The quantile: exact for one and two degrees, else to about 1e-5 of itself between
 *   p = .005 and .995 (Hill's expansion); `NaN` where `p` is no probability.
 * @throws {RangeError} Where the degrees are no positive integer.
 * @see G. W. Hill, Algorithm 396: Student's t-quantiles, Comm. ACM 13(10), 1970.
 *
 * @example
 * ```ts
 * import { studentQuantile } from "lib/evaluation/student_quantile.ts";
 * studentQuantile(0.975, 2).toFixed(4); // "4.3027"
 * ```
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!Number.isInteger(degrees) || degrees < 1) {
    throw new RangeError(`Cannot use ${degrees} degrees of freedom: expected a positive integer`);
  }
  if (!(p > 0 && p < 1)) return NaN;
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (degrees === 1) return Math.tan(Math.PI * (p - 0.5));
  if (degrees === 2) return (2 * p - 1) * Math.sqrt(2 / (4 * p * (1 - p)));
  const n = degrees, tail = 2 * (1 - p);
  const a = 1 / (n - 0.5), b = 48 / a ** 2;
  let c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt(a * Math.PI / 2) * n;
  let y = (d * tail) ** (2 / n);
  if (y > 0.05 + a) {
    const x = normalQuantile(tail / 2);
    y = x ** 2;
    if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y ** 2);
  } else {
    y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) *
        (n + 1) / (n + 2) + 1 / y;
  }
  return Math.sqrt(n * y);
}
