/** What a test of association found. */
export interface Association {
  /** The test's statistic, 0 or more. */
  statistic: number;
  degreesOfFreedom: number;
  /** Chance of a statistic as large without any association, `[0, 1]`. */
  pValue: number;
}

/**
 * Tests whether rows and columns of a table of counts go together (Pearson's chi-squared, without
 * Yates's correction).
 *
 * @param table `[rows][columns]`, counts; rows and columns without any are left out.
 * @returns The statistic; all `NaN` where fewer than two rows or columns are left.
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.chi2_contingency.html
 *
 * @example
 * ```ts
 * import { chiSquaredTest } from "lib/evaluation/chi_squared.ts";
 * chiSquaredTest([[10, 10], [20, 20]]).pValue; // 1
 * ```
 */
export function chiSquaredTest(table: readonly (readonly number[])[]): Association {
  const rowSums = table.map((row) => sum(row));
  const columnSums = (table[0] ?? []).map((_, j) => sum(table.map((row) => row[j])));
  const total = sum(rowSums);
  const rows = rowSums.filter((count) => count > 0).length;
  const columns = columnSums.filter((count) => count > 0).length;
  if (rows < 2 || columns < 2) return { statistic: NaN, degreesOfFreedom: NaN, pValue: NaN };
  let statistic = 0;
  table.forEach((row, i) =>
    row.forEach((count, j) => {
      const expected = rowSums[i] * columnSums[j] / total;
      if (expected > 0) statistic += (count - expected) ** 2 / expected;
    })
  );
  const degreesOfFreedom = (rows - 1) * (columns - 1);
  return { statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
}

/**
 * Tests whether several groups of numbers differ in place (Kruskal and Wallis, by ranks, corrected
 * for ties).
 *
 * @param groups One list of finite numbers a group; empty ones are left out.
 * @returns The statistic; all `NaN` where fewer than two groups are left or all numbers are equal.
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.kruskal.html
 *
 * @example
 * ```ts
 * import { kruskalWallis } from "lib/evaluation/chi_squared.ts";
 * kruskalWallis([[1, 2], [3, 4]]).statistic.toFixed(1); // "2.4"
 * ```
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): Association {
  const filled = groups.filter((group) => group.length > 0);
  const all = filled.flatMap((group, index) => group.map((value) => ({ value, index })))
    .sort((a, b) => a.value - b.value);
  const n = all.length;
  const rankSums = filled.map(() => 0);
  let ties = 0;
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && all[to].value === all[from].value) to++;
    for (let i = from; i < to; i++) rankSums[all[i].index] += (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const evenness = 1 - ties / (n ** 3 - n);
  if (filled.length < 2 || !(evenness > 0)) {
    return { statistic: NaN, degreesOfFreedom: NaN, pValue: NaN };
  }
  const squares = sum(rankSums.map((ranks, k) => ranks ** 2 / filled[k].length));
  const statistic = Math.max(0, (12 / (n * (n + 1)) * squares - 3 * (n + 1)) / evenness);
  const degreesOfFreedom = filled.length - 1;
  return { statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
}

/**
 * Returns the chance that a chi-squared number is at least `x`.
 *
 * Counts down from a half or one degree of freedom by the gamma function's recurrence, which is exact
 * for whole degrees of freedom.
 *
 * @param x 0 or more.
 * @param degreesOfFreedom A whole number from 1.
 * @returns A number in `[0, 1]`, relative error about 1e-12; `NaN` where `x` is `NaN` or below 0.
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.chi2.html
 *
 * @example
 * ```ts
 * import { chiSquaredTail } from "lib/evaluation/chi_squared.ts";
 * chiSquaredTail(3.841458820694124, 1).toFixed(6); // "0.050000"
 * ```
 */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  if (!(Number.isInteger(degreesOfFreedom) && degreesOfFreedom > 0)) {
    throw new RangeError(
      `Cannot use ${degreesOfFreedom} degrees of freedom: expected a whole number from 1`,
    );
  }
  if (!(x >= 0)) return NaN;
  if (x === 0) return 1;
  const half = x / 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  let tail = isOdd ? complementaryError(Math.sqrt(half)) : Math.exp(-half);
  // The next term of Q(a + 1, x) = Q(a, x) + x^a e^-x / Γ(a + 1), on a log scale.
  let logTerm = isOdd ? -half + 0.5 * Math.log(half) - LOG_GAMMA_1_5 : -half + Math.log(half);
  for (let a = isOdd ? 0.5 : 1; 2 * a < degreesOfFreedom; a++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(half) - Math.log(a + 1);
  }
  return Math.min(1, tail);
}

/** log Γ(3/2). */
const LOG_GAMMA_1_5 = Math.log(Math.sqrt(Math.PI) / 2);

/** 1 − erf(x) for x ≥ 0: a series near 0, a continued fraction (Lentz) further out. */
function complementaryError(x: number): number {
  if (x < 2) {
    let term = x, total = x;
    for (let n = 1; Math.abs(term) > 1e-17 * total; n++) {
      term *= -x * x / n;
      total += term / (2 * n + 1);
    }
    return 1 - 2 / Math.sqrt(Math.PI) * total;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
