/** A smooth curve `value(t)`, tabulated at even steps so that reading it costs no more than a line. */
export interface Profile {
  /** First `t` of the table. */
  from: number;
  /** Entries per unit of `t`. */
  density: number;
  values: Float64Array;
}

/** A point `[t, value]` that a profile passes through. */
export type Knot = readonly [t: number, value: number];

/**
 * Tabulates a smooth curve through knots (cubic Hermite, slopes limited so that it never overshoots:
 * Fritsch and Carlson, 1980).
 *
 * @param knots Points with rising `t`, at least two.
 * @param density Table entries per unit of `t`.
 * @returns The curve; constant outside the knots.
 *
 * @example
 * ```ts
 * import { profileAt, smoothProfile } from "lib/data/phantom/profile.ts";
 * profileAt(smoothProfile([[0, 1], [1, 3]]), 0.5); // 2
 * ```
 */
export function smoothProfile(knots: readonly Knot[], density = 256): Profile {
  const slopes = limitedSlopes(knots);
  const from = knots[0][0];
  const values = new Float64Array(Math.ceil((knots[knots.length - 1][0] - from) * density) + 1);
  for (let i = 0, k = 0; i < values.length; i++) {
    const t = from + i / density;
    while (k < knots.length - 2 && t > knots[k + 1][0]) k++;
    const width = knots[k + 1][0] - knots[k][0];
    const s = Math.min(1, (t - knots[k][0]) / width);
    const [a, b] = [knots[k][1], knots[k + 1][1]];
    values[i] = a + (b - a) * s * s * (3 - 2 * s) +
      width * s * (1 - s) * (slopes[k] * (1 - s) - slopes[k + 1] * s);
  }
  return { from, density, values };
}

/**
 * Reads a profile, linearly between its entries.
 *
 * @param profile The curve.
 * @param t Where.
 * @returns The value; that of the nearest end outside the table.
 */
export function profileAt(profile: Profile, t: number): number {
  const place = (t - profile.from) * profile.density;
  const { values } = profile;
  if (!(place > 0)) return values[0];
  const index = Math.floor(place);
  if (index >= values.length - 1) return values[values.length - 1];
  return values[index] + (values[index + 1] - values[index]) * (place - index);
}

function limitedSlopes(knots: readonly Knot[]): number[] {
  const secants = knots.slice(1).map(([t, v], i) => (v - knots[i][1]) / (t - knots[i][0]));
  return knots.map((_, i) => {
    if (i === 0) return secants[0];
    if (i === knots.length - 1) return secants[i - 1];
    const [a, b] = [secants[i - 1], secants[i]];
    return a * b <= 0 ? 0 : 2 * a * b / (a + b);
  });
}
