/**
 * Returns the chance that a standard normal number is at most `z`.
 *
 * @param z Any number.
 * @returns A number in `[0, 1]`, absolute error below 1e-15.
 * @see G. Marsaglia, Evaluating the Normal Distribution, J. Stat. Softw. 11(4), 2004.
 *
 * @example
 * ```ts
 * import { normalCdf } from "lib/evaluation/normal_distribution.ts";
 * normalCdf(0); // 0.5
 * ```
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (Math.abs(z) > 8.5) return z > 0 ? 1 : 0;
  let term = z, sum = z, previous = NaN;
  for (let i = 3; sum !== previous; i += 2) {
    previous = sum;
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Returns the number below which a standard normal number falls with probability `p`.
 *
 * @param p Probability in `[0, 1]`.
 * @returns The quantile, relative error about 1e-15; `-Infinity` for 0 and `Infinity` for 1, `NaN`
 *   where `p` is no probability.
 * @see M. J. Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Appl. Stat.
 *   37(3), 1988.
 *
 * @example
 * ```ts
 * import { normalQuantile } from "lib/evaluation/normal_distribution.ts";
 * normalQuantile(0.975); // 1.959963984540054
 * ```
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRAL, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  return Math.sign(q) * (r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(FAR, r - 5));
}

/** Numerator and denominator of a rational function, lowest power first. */
type Rational = readonly [numerator: readonly number[], denominator: readonly number[]];

const CENTRAL: Rational = [[
  3.3871328727963666080,
  1.3314166789178437745e2,
  1.9715909503065514427e3,
  1.3731693765509461125e4,
  4.5921953931549871457e4,
  6.7265770927008700853e4,
  3.3430575583588128105e4,
  2.5090809287301226727e3,
], [
  1,
  4.2313330701600911252e1,
  6.8718700749205790830e2,
  5.3941960214247511077e3,
  2.1213794301586595867e4,
  3.9307895800092710610e4,
  2.8729085735721942674e4,
  5.2264952788528545610e3,
]];

const MIDDLE: Rational = [[
  1.42343711074968357734,
  4.63033784615654529590,
  5.76949722146069140550,
  3.64784832476320460504,
  1.27045825245236838258,
  2.41780725177450611770e-1,
  2.27238449892691845833e-2,
  7.74545014278341407640e-4,
], [
  1,
  2.05319162663775882187,
  1.67638483018380384940,
  6.89767334985100004550e-1,
  1.48103976427480074590e-1,
  1.51986665636164571966e-2,
  5.47593808499534494600e-4,
  1.05075007164441684324e-9,
]];

const FAR: Rational = [[
  6.65790464350110377720,
  5.46378491116411436990,
  1.78482653991729133580,
  2.96560571828504891230e-1,
  2.65321895265761230930e-2,
  1.24266094738807843860e-3,
  2.71155556874348757815e-5,
  2.01033439929228813265e-7,
], [
  1,
  5.99832206555887937690e-1,
  1.36929880922735805310e-1,
  1.48753612908506148525e-2,
  7.86869131145613259100e-4,
  1.84631831751005468180e-5,
  1.42151175831644588870e-7,
  2.04426310338993978564e-15,
]];

function ratio([numerator, denominator]: Rational, x: number): number {
  const evaluate = (coefficients: readonly number[]) =>
    coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  return evaluate(numerator) / evaluate(denominator);
}
