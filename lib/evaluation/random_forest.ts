import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { checkLabels, checkLength } from "./check_labels.ts";
import { balancedClassWeights } from "./class_weights.ts";
import { growTree, treeLeaf, type TreeNode } from "./decision_tree.ts";

/** Options of {@linkcode fitRandomForest}. */
export interface RandomForestOptions {
  /** Number of classes. */
  numClasses: number;
  /** Seed of the draws. */
  seed: number;
  /** Number of trees, 500 where left out. */
  numTrees?: number;
  /**
   * `balanced`: every class is drawn as often as the others; by default every film is (scikit-learn
   * draws by weight from 1.9 on, before it drew evenly and weighted the splits).
   */
  classWeight?: "balanced";
}

/** A fitted forest. */
export interface RandomForest {
  /** Nodes of each tree, root first. */
  trees: TreeNode[][];
  /** Number of classes. */
  numClasses: number;
  /** Number of features. */
  numFeatures: number;
}

/**
 * Fits a random forest: each tree on a bootstrap sample, each split on √features drawn at random.
 *
 * Trees are grown to the end on Gini impurity, scikit-learn's defaults. Features need no scaling.
 *
 * @param xs `[n][numFeatures]`, finite numbers.
 * @param ys `[n]`, class indices.
 * @throws {RangeError} Where there are no rows, lengths differ, an index is no class, or a feature is
 *   not finite.
 * @see L. Breiman, Random Forests, Machine Learning 45, 2001.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.ensemble.RandomForestClassifier.html
 *
 * @example
 * ```ts
 * import { fitRandomForest, predictRandomForest } from "lib/evaluation/random_forest.ts";
 * const forest = fitRandomForest([[1], [2], [8], [9]], [0, 0, 1, 1], { numClasses: 2, seed: 1 });
 * predictRandomForest(forest, [[9]])[0][1] > 0.5; // true
 * ```
 */
export function fitRandomForest(
  xs: readonly ArrayLike<number>[],
  ys: ArrayLike<number>,
  { numClasses, seed, numTrees = 500, classWeight }: RandomForestOptions,
): RandomForest {
  if (xs.length === 0) throw new RangeError("Cannot fit a forest to no rows: expected one or more");
  checkLength({ xs, ys });
  checkLabels({ ys }, numClasses);
  const numFeatures = xs[0].length;
  const columns = Array.from({ length: numFeatures }, (_, j) => readColumn(xs, j));
  const orders = columns.map((column) =>
    Uint32Array.from(column.keys()).sort((a, b) => column[a] - column[b])
  );
  const shares = cumulate(
    ys,
    classWeight === "balanced" ? balancedClassWeights(ys, numClasses) : [],
  );
  const maxFeatures = Math.max(1, Math.floor(Math.sqrt(numFeatures)));
  const trees = Array.from({ length: numTrees }, (_, t) => {
    const random = seededRandom(deriveSeed(seed, "tree", t));
    const weights = new Float64Array(xs.length);
    for (let i = 0; i < xs.length; i++) weights[drawRow(shares, random)]++;
    return growTree({ columns, orders, ys, numClasses, weights, maxFeatures, random });
  });
  return { trees, numClasses, numFeatures };
}

/**
 * Returns the probability of each class for each row: the mean over the trees' leaves.
 *
 * @param forest What {@linkcode fitRandomForest} returned.
 * @param xs `[n][numFeatures]`.
 * @returns `[n][numClasses]`, each row with sum 1.
 * @throws {RangeError} Where the number of features differs.
 *
 * @example
 * ```ts
 * import { fitRandomForest, predictRandomForest } from "lib/evaluation/random_forest.ts";
 * const forest = fitRandomForest([[1], [9]], [0, 1], { numClasses: 2, seed: 1, numTrees: 10 });
 * predictRandomForest(forest, [[1], [9]]).length; // 2
 * ```
 */
export function predictRandomForest(
  { trees, numClasses, numFeatures }: RandomForest,
  xs: readonly ArrayLike<number>[],
): number[][] {
  return xs.map((row, i) => {
    if (row.length !== numFeatures) {
      throw new RangeError(
        `Cannot predict row ${i} of ${row.length} features: expected ${numFeatures}`,
      );
    }
    const sums = new Array<number>(numClasses).fill(0);
    for (const tree of trees) {
      treeLeaf(tree, row).probabilities.forEach((share, k) => sums[k] += share);
    }
    return sums.map((sum) => sum / trees.length);
  });
}

/** Sum of the weights up to each row, by which {@linkcode drawRow} draws. */
function cumulate(ys: ArrayLike<number>, classWeights: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(ys, (label) => sum += classWeights[label] ?? 1);
}

function drawRow(shares: Float64Array, random: () => number): number {
  const mark = random() * shares[shares.length - 1];
  let low = 0, high = shares.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shares[middle] > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}

function readColumn(xs: readonly ArrayLike<number>[], j: number): Float64Array {
  return Float64Array.from(xs, (row, i) => {
    if (!Number.isFinite(row[j])) {
      throw new RangeError(`Cannot fit xs[${i}][${j}] = ${row[j]}: expected a finite number`);
    }
    return row[j];
  });
}
