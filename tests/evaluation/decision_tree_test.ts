import assert from "node:assert/strict";
import { growTree, treeLeaf, type TreeNode } from "lib/evaluation/decision_tree.ts";
import { seededRandom } from "lib/random/seeded.ts";

function grow(xs: number[][], ys: number[], weights?: number[]): TreeNode[] {
  const columns = xs[0].map((_, j) => Float64Array.from(xs, (row) => row[j]));
  return growTree({
    columns,
    orders: columns.map((column) =>
      Uint32Array.from(column.keys()).sort((a, b) => column[a] - column[b])
    ),
    ys,
    numClasses: Math.max(...ys) + 1,
    weights: Float64Array.from(weights ?? ys.map(() => 1)),
    maxFeatures: xs[0].length,
    random: seededRandom(1),
  });
}

Deno.test("growTree() splits half-way between the classes", () => {
  const tree = grow([[1], [2], [4], [9]], [0, 0, 1, 1]);
  assert.deepEqual(tree, [
    { feature: 0, threshold: 3, left: 1, right: 2, probabilities: [] },
    { feature: -1, threshold: NaN, left: 0, right: 0, probabilities: [1, 0] },
    { feature: -1, threshold: NaN, left: 0, right: 0, probabilities: [0, 1] },
  ]);
});

Deno.test("growTree() splits as scikit-learn's DecisionTreeClassifier does", () => {
  // X = [[1, 7], [2, 3], [3, 9], [4, 1], [5, 5], [6, 8]]; y = [0, 0, 1, 0, 1, 2]
  // t = DecisionTreeClassifier(random_state=s).fit(X, y).tree_; t.feature, t.threshold
  // → s = 0: [0, 0, leaf, 1, leaf, leaf, leaf], [5.5, 2.5, leaf, 3, leaf, leaf, leaf]
  // → s = 1: [0, 1, leaf, 0, leaf, leaf, leaf], [5.5, 4, leaf, 2, leaf, leaf, leaf] (as good)
  const xs = [[1, 7], [2, 3], [3, 9], [4, 1], [5, 5], [6, 8]];
  const splits = grow(xs, [0, 0, 1, 0, 1, 2]).map(({ feature, threshold }) => [feature, threshold]);
  const leaf = [-1, NaN];
  const expected = splits[1][0] === 0 ? [[0, 2.5], leaf, [1, 3]] : [[1, 4], leaf, [0, 2]];
  assert.deepEqual(splits, [[0, 5.5], ...expected, leaf, leaf, leaf]);
});

Deno.test("growTree() has a leaf of shares where rows cannot be told apart", () => {
  const tree = grow([[1], [1], [1], [1]], [0, 0, 0, 1]);
  assert.deepEqual(tree.map(({ probabilities }) => probabilities), [[0.75, 0.25]]);
});

Deno.test("growTree() counts rows by weight and leaves out those of weight 0", () => {
  const tree = grow([[1], [1], [2]], [0, 1, 1], [3, 1, 0]);
  assert.deepEqual(tree.map(({ probabilities }) => probabilities), [[0.75, 0.25]]);
});

Deno.test("growTree() tells apart numbers that are next to each other", () => {
  const next = 1 + Number.EPSILON;
  const tree = grow([[1], [next]], [0, 1]);
  assert.deepEqual(treeLeaf(tree, [1]).probabilities, [1, 0]);
  assert.deepEqual(treeLeaf(tree, [next]).probabilities, [0, 1]);
});

Deno.test("growTree() puts every row into a leaf of its class", () => {
  const random = seededRandom(2);
  const xs = Array.from({ length: 100 }, () => [random(), Math.floor(4 * random()), random()]);
  const ys = xs.map(() => Math.floor(3 * random()));
  const tree = grow(xs, ys);
  xs.forEach((row, i) => assert.equal(treeLeaf(tree, row).probabilities[ys[i]], 1));
});
