import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";

/** Settings of {@linkcode groupKFold}. */
export interface GroupKFoldOptions {
  /** Class of every row. */
  labels: readonly (string | number)[];
  /** Group of every row; a group is never divided. */
  groups: readonly (string | number)[];
  /** Number of folds, 2 or more. */
  k: number;
  /** Seed of the order in which groups alike are dealt. */
  seed: number;
}

/**
 * Deals rows into folds: every group whole, every class as evenly as the groups allow.
 *
 * Groups are dealt one by one, the largest and most uneven first, each to the fold where the
 * classes' shares then differ least between folds (the idea of scikit-learn's
 * `StratifiedGroupKFold`), ties to the fold with the fewest rows.
 *
 * @param options Labels, groups, number of folds and seed.
 * @returns For every row the index of its fold, `[0, k)`.
 * @throws {RangeError} Where labels and groups differ in length, or there are fewer groups than
 *   folds.
 *
 * @example
 * ```ts
 * import { groupKFold } from "lib/data/group_k_fold.ts";
 * groupKFold({ labels: ["a", "a", "b", "b"], groups: [1, 2, 3, 4], k: 2, seed: 1 }).length; // 4
 * ```
 */
export function groupKFold({ labels, groups, k, seed }: GroupKFoldOptions): number[] {
  if (labels.length !== groups.length) {
    throw new RangeError(
      `Cannot deal folds: ${labels.length} labels but ${groups.length} groups`,
    );
  }
  const names = [...new Set(labels)];
  const countsOf = new Map<string | number, number[]>();
  const totals = names.map(() => 0);
  labels.forEach((label, i) => {
    const counts = countsOf.get(groups[i]) ?? names.map(() => 0);
    countsOf.set(groups[i], counts);
    counts[names.indexOf(label)]++;
    totals[names.indexOf(label)]++;
  });
  if (!Number.isInteger(k) || k < 2 || k > countsOf.size) {
    throw new RangeError(
      `Cannot deal ${k} folds: expected 2 up to the number of groups, ${countsOf.size}`,
    );
  }
  const dealt = shuffle([...countsOf], seededRandom(seed))
    .sort(([, a], [, b]) => sumOfSquares(b) - sumOfSquares(a));
  const folds = Array.from({ length: k }, () => names.map(() => 0));
  const foldOf = new Map<string | number, number>();
  for (const [group, counts] of dealt) {
    const fold = bestFold(folds, counts, totals);
    counts.forEach((count, i) => folds[fold][i] += count);
    foldOf.set(group, fold);
  }
  return groups.map((group) => foldOf.get(group)!);
}

function bestFold(folds: number[][], counts: number[], totals: number[]): number {
  let best = { fold: 0, spread: Infinity, rows: Infinity };
  folds.forEach((_, fold) => {
    let spread = 0;
    counts.forEach((count, i) => {
      const shares = folds.map((rows, j) => (rows[i] + (j === fold ? count : 0)) / totals[i]);
      spread += Math.sqrt(variance(shares)) / counts.length;
    });
    const rows = folds[fold].reduce((a, b) => a + b);
    const nearer = spread < best.spread - 1e-12;
    if (nearer || (spread < best.spread + 1e-12 && rows < best.rows)) best = { fold, spread, rows };
  });
  return best.fold;
}

function variance(values: number[]): number {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function sumOfSquares(values: number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
