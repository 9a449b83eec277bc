import type { AuditCount } from "../../data/audit/count_films.ts";
import { chiSquaredTest } from "../../evaluation/chi_squared.ts";

/** How far the classes' shares differ between the test and what is trained on. */
export interface PriorShift {
  /** Half the sum of the shares' differences, `[0, 1]`; `NaN` where no test is published. */
  distance: number;
  /** Pearson's test of class by part; `NaN` where no test is published. */
  pValue: number;
}

/**
 * Compares the classes' shares between the published test and the rest.
 *
 * @param counts Films by class and part, as an audit has them.
 * @returns Distance (total variation) and p-value.
 *
 * @example
 * ```ts
 * import { priorShift } from "lib/experiments/audit/prior_shift.ts";
 * priorShift([]).distance; // NaN
 * ```
 */
export function priorShift(
  counts: readonly Pick<AuditCount, "className" | "split" | "films">[],
): PriorShift {
  const names = [...new Set(counts.map(({ className }) => className))];
  const inPart = (className: string, isTest: boolean) =>
    counts.filter((row) =>
      row.className === className &&
      (isTest ? row.split === "test" : ["train", "validation"].includes(row.split))
    ).reduce((sum, { films }) => sum + films, 0);
  const table = [true, false].map((isTest) => names.map((name) => inPart(name, isTest)));
  const [test, rest] = table.map((row) => row.reduce((a, b) => a + b, 0));
  if (test === 0 || rest === 0) return { distance: NaN, pValue: NaN };
  const distance = names.reduce(
    (sum, _, k) => sum + Math.abs(table[0][k] / test - table[1][k] / rest) / 2,
    0,
  );
  return { distance, pValue: chiSquaredTest(table).pValue };
}
