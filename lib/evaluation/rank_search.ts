import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import { checkLabels, checkLength } from "./check_labels.ts";

/** Options of {@linkcode rankSearch}. */
export interface RankSearchOptions {
  /** `[n]`, class indices of independent films (one a patient). */
  ys: ArrayLike<number>;
  numClasses: number;
  /** Seed of the permutations. */
  seed: number;
  /** Number of permutations, 999 where left out. */
  permutations?: number;
}

/** How one column differs between one class and the rest. */
export interface RankDifference {
  column: number;
  /** The class that stands out; class 1 of two. */
  classIndex: number;
  /** Chance that a film of the class has the higher value, ties halved, `[0, 1]`; .5 for no difference. */
  auc: number;
  /** Wilcoxon's and Mann and Whitney's statistic in standard deviations; 0 for a constant column. */
  z: number;
  /** Chance of a |z| as large anywhere in the table were no column different, `(0, 1]`. */
  pValue: number;
}

/**
 * Searches a table of many columns for those whose values differ between classes: rank sums of each
 * class against the rest, corrected for the whole search by permutation of the labels (the largest
 * |z| of all columns and classes, Westfall and Young).
 *
 * @param columns `[numColumns][n]`, finite numbers.
 * @param options See {@linkcode RankSearchOptions}.
 * @returns One difference a column and class (a column, where there are two classes), in order.
 * @throws {RangeError} Where lengths differ or an index is no class.
 * @see P. Westfall and S. Young, Resampling-Based Multiple Testing, 1993.
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.mannwhitneyu.html
 *
 * @example
 * ```ts
 * import { rankSearch } from "lib/evaluation/rank_search.ts";
 * const [found] = rankSearch([[1, 2, 3, 4]], { ys: [0, 0, 1, 1], numClasses: 2, seed: 1 });
 * found.auc; // 1
 * ```
 */
export function rankSearch(
  columns: readonly ArrayLike<number>[],
  { ys, numClasses, seed, permutations = 999 }: RankSearchOptions,
): RankDifference[] {
  for (const column of columns) checkLength({ ys, column });
  checkLabels({ ys }, numClasses);
  const counts = new Float64Array(numClasses);
  for (let i = 0; i < ys.length; i++) counts[ys[i]]++;
  const asked = numClasses === 2 ? [1] : [...counts.keys()];
  const ranked = columns.map(rankColumn);
  const differences = ranked.flatMap((column, index) => {
    const sums = rankSums(column.ranks, ys, numClasses);
    return asked.map((k) => ({ column: index, classIndex: k, ...difference(sums[k], k, column) }));
  });
  const random = seededRandom(seed);
  const largest = Float64Array.from({ length: permutations }, () => {
    const permuted = shuffle(Array.from(ys), random);
    let most = 0;
    for (const column of ranked) {
      const sums = rankSums(column.ranks, permuted, numClasses);
      for (const k of asked) most = Math.max(most, Math.abs(difference(sums[k], k, column).z));
    }
    return most;
  }).sort();
  return differences.map((found) => ({
    ...found,
    pValue: (1 + atLeast(largest, Math.abs(found.z))) / (1 + permutations),
  }));

  function difference(sum: number, k: number, { ties }: RankedColumn) {
    const n = ys.length, own = counts[k], rest = n - own;
    const u = sum - own * (own + 1) / 2;
    const variance = own * rest / 12 * (n + 1 - ties / (n * (n - 1)));
    return {
      auc: u / (own * rest),
      z: variance > 0 ? (u - own * rest / 2) / Math.sqrt(variance) : 0,
    };
  }
}

interface RankedColumn {
  /** `[n]`, from 1; equal values share their mean rank. */
  ranks: Float64Array;
  /** Σ t³ − t over runs of t equal values. */
  ties: number;
}

function rankColumn(values: ArrayLike<number>): RankedColumn {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

function rankSums(ranks: Float64Array, ys: ArrayLike<number>, numClasses: number): Float64Array {
  const sums = new Float64Array(numClasses);
  for (let i = 0; i < ranks.length; i++) sums[ys[i]] += ranks[i];
  return sums;
}

/** How many of the sorted values are `least` or more; rounding does not part equals. */
function atLeast(sorted: Float64Array, least: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= least - 1e-9) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}
