/** Rows, labels and how to grow a tree on them. */
export interface GrowTreeOptions {
  /** `[numFeatures][n]`, one column per feature. */
  columns: readonly Float64Array[];
  /** `[numFeatures][n]`, row indices of each column from its lowest value to its highest. */
  orders: readonly Uint32Array[];
  /** `[n]`, class indices. */
  ys: ArrayLike<number>;
  /** Number of classes. */
  numClasses: number;
  /** `[n]`, how much each row counts; rows of weight 0 take no part. */
  weights: Float64Array;
  /** How many features are tried at a split. */
  maxFeatures: number;
  /** Uniform numbers in `[0, 1)`. */
  random: () => number;
}

/** A split, or a leaf where `feature` is -1. */
export interface TreeNode {
  /** Column that is asked; -1 in a leaf. */
  feature: number;
  /** Rows with at most this value go left. */
  threshold: number;
  /** Indices of the nodes below; 0 in a leaf. */
  left: number;
  right: number;
  /** `[numClasses]`, share of each class in a leaf; empty in a split. */
  probabilities: number[];
}

/**
 * Grows a classification tree (CART) until every leaf is pure or cannot be divided.
 *
 * A split is the one with the least Gini impurity over randomly drawn features; where all of these are
 * constant, drawing goes on until one is not, as in scikit-learn.
 *
 * @returns Nodes, the root first.
 * @see L. Breiman and others, Classification and Regression Trees, 1984.
 *
 * @example
 * ```ts
 * import { growTree, treeLeaf } from "lib/evaluation/decision_tree.ts";
 * const tree = growTree({
 *   columns: [new Float64Array([3, 1, 2])],
 *   orders: [new Uint32Array([1, 2, 0])],
 *   ys: [1, 0, 0],
 *   numClasses: 2,
 *   weights: new Float64Array([1, 1, 1]),
 *   maxFeatures: 1,
 *   random: () => 0,
 * });
 * treeLeaf(tree, [2.4]).probabilities; // [1, 0]
 * ```
 */
export function growTree(options: GrowTreeOptions): TreeNode[] {
  const { columns, weights } = options;
  const orders = options.orders.map((order) => order.filter((row) => weights[row] > 0));
  const spare = new Uint32Array(orders[0].length);
  const nodes: TreeNode[] = [];
  const grow = (from: number, to: number): number => {
    const index = nodes.length;
    const counts = countClasses(orders[0].subarray(from, to), options);
    const isPure = counts.filter((count) => count > 0).length < 2;
    const split = isPure ? undefined : findSplit(orders, { from, to, counts, options });
    if (!split) {
      const total = counts.reduce((a, b) => a + b, 0);
      const probabilities = Array.from(counts, (count) => count / total);
      nodes.push({ feature: -1, threshold: NaN, left: 0, right: 0, probabilities });
      return index;
    }
    const { feature, threshold } = split;
    const node: TreeNode = { feature, threshold, left: 0, right: 0, probabilities: [] };
    nodes.push(node);
    let middle = from;
    for (const order of orders) middle = divide(order, { from, to, spare, threshold, feature });
    node.left = grow(from, middle);
    node.right = grow(middle, to);
    return index;
  };

  /** Brings the rows that go left to the front of each order, keeping it sorted. */
  function divide(
    order: Uint32Array,
    cut: Split & { from: number; to: number; spare: Uint32Array },
  ) {
    const column = columns[cut.feature];
    let left = cut.from, right = 0;
    for (let i = cut.from; i < cut.to; i++) {
      if (column[order[i]] <= cut.threshold) order[left++] = order[i];
      else cut.spare[right++] = order[i];
    }
    for (let i = 0; i < right; i++) order[left + i] = cut.spare[i];
    return left;
  }

  grow(0, orders[0].length);
  return nodes;
}

/**
 * Follows a row down a tree.
 *
 * @param nodes What {@linkcode growTree} returned.
 * @param row `[numFeatures]`.
 * @returns The leaf where the row ends.
 *
 * @example
 * ```ts
 * import { treeLeaf } from "lib/evaluation/decision_tree.ts";
 * const leaf = { feature: -1, threshold: NaN, left: 0, right: 0, probabilities: [0.5, 0.5] };
 * treeLeaf([leaf], [1]).probabilities; // [0.5, 0.5]
 * ```
 */
export function treeLeaf(nodes: readonly TreeNode[], row: ArrayLike<number>): TreeNode {
  let node = nodes[0];
  while (node.feature >= 0) {
    node = nodes[row[node.feature] <= node.threshold ? node.left : node.right];
  }
  return node;
}

interface Split {
  feature: number;
  threshold: number;
}

interface FindSplitOptions {
  from: number;
  to: number;
  counts: Float64Array;
  options: GrowTreeOptions;
}

function findSplit(
  orders: readonly Uint32Array[],
  { from, to, counts, options }: FindSplitOptions,
): Split | undefined {
  const { columns, ys, weights, maxFeatures, random } = options;
  const features = columns.map((_, j) => j);
  let best: Split | undefined, bestScore = -Infinity;
  for (let drawn = 0; drawn < features.length && (drawn < maxFeatures || !best); drawn++) {
    const place = drawn + Math.floor(random() * (features.length - drawn));
    [features[drawn], features[place]] = [features[place], features[drawn]];
    const feature = features[drawn];
    const column = columns[feature], order = orders[feature];
    if (column[order[from]] === column[order[to - 1]]) continue;
    const left = new Float64Array(counts.length);
    for (let i = from; i + 1 < to; i++) {
      left[ys[order[i]]] += weights[order[i]];
      const value = column[order[i]], next = column[order[i + 1]];
      if (value === next) continue;
      const score = purity(left, counts);
      if (score > bestScore) {
        bestScore = score;
        const middle = value / 2 + next / 2;
        best = { feature, threshold: middle < next ? middle : value };
      }
    }
  }
  return best;
}

/** What weighted Gini impurity leaves when its constant is dropped: Σ left² / |left| + the same right. */
function purity(left: Float64Array, counts: Float64Array): number {
  let leftSum = 0, leftSquares = 0, rightSum = 0, rightSquares = 0;
  for (let k = 0; k < counts.length; k++) {
    const right = counts[k] - left[k];
    leftSum += left[k];
    leftSquares += left[k] * left[k];
    rightSum += right;
    rightSquares += right * right;
  }
  return leftSquares / leftSum + rightSquares / rightSum;
}

function countClasses(rows: Uint32Array, { ys, numClasses, weights }: GrowTreeOptions) {
  const counts = new Float64Array(numClasses);
  for (const row of rows) counts[ys[row]] += weights[row];
  return counts;
}
