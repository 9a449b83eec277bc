import assert from "node:assert/strict";
import { cholesky, solveLower } from "lib/evaluation/cholesky.ts";
import { gramMatrix, joinGrams } from "lib/evaluation/gram_matrix.ts";
import { classifyByGram } from "lib/evaluation/kernel_classifier.ts";
import { assertClose } from "./assert_close.ts";
import { FEATURES, Y_TRUE } from "./golden.ts";

const TRAIN = Array.from({ length: 14 }, (_, i) => i);
const GOLDEN = [
  [
    [0.6053114313506848, 0.2716448783011906, 0.12304369034812469],
    [0.2994466038096336, 0.2618464758530019, 0.43870692033736447],
  ],
  [
    [0.8358168361176058, 0.148032493622703, 0.016150670259691073],
    [0.24588062809964925, 0.3157328084022167, 0.43838656349813415],
  ],
];
const JUDGED = [14, 15, 16, 17, 18, 19];

Deno.test("cholesky() by hand, and solveLower() undoes it", () => {
  const matrix = [[4, 2, 0], [2, 10, 3], [0, 3, 5]].map((row) => Float64Array.from(row));
  const lower = cholesky(matrix);
  assert.deepEqual(lower.map((row) => [...row]), [[2, 0, 0], [1, 3, 0], [0, 1, 2]]);
  assert.deepEqual([...solveLower(lower, [2, 7, 5])], [1, 2, 1.5]);
});

Deno.test("cholesky() throws for a matrix that is not positive definite", () => {
  assert.throws(() => cholesky([[1, 0], [2, 1]].map((row) => Float64Array.from(row))), {
    name: "RangeError",
    message: "Cannot split a matrix that is not positive definite (row 1): add to its diagonal",
  });
});

Deno.test("classifyByGram() equals scikit-learn on the standardised features", () => {
  // Z = StandardScaler().fit(X[:14]).transform(X) / np.sqrt(2)
  // m = LogisticRegression(C=c, class_weight="balanced", tol=1e-10, max_iter=10000)
  // m.fit(Z[:14], y[:14]).predict_proba(Z[14:])[:2]   for c in (1, 50)
  const gram = gramMatrix(FEATURES, TRAIN);
  const labels = TRAIN.map((i) => Y_TRUE[i]);
  const rows = classifyByGram(gram, {
    train: TRAIN,
    labels,
    judged: JUDGED,
    numClasses: 3,
    cs: [1, 50],
  });
  assertClose(rows.map((judged) => judged.slice(0, 2)), GOLDEN, 2e-4);
});

Deno.test("joinGrams() equals the products of features put one after the other", () => {
  const halves = [0, 1].map((k) => gramMatrix(FEATURES.map((row) => [row[k]]), TRAIN));
  assertClose(joinGrams(halves).rows, gramMatrix(FEATURES, TRAIN).rows);
  assert.equal(joinGrams(halves).numFeatures, 2);
  assert.throws(() => joinGrams([]), { message: /expected one source/ });
});

Deno.test("classifyByGram() bears copies of a film and a feature without information", () => {
  const xs = [[0, 1], [0, 1], [0, 2], [0, 2], [0, 1.8]];
  const gram = gramMatrix(xs, [0, 1, 2, 3]);
  const [rows] = classifyByGram(gram, {
    train: [0, 1, 2, 3],
    labels: [0, 0, 1, 1],
    judged: [4],
    numClasses: 2,
    cs: [10],
  });
  assert(rows[0][1] > 0.7);
});
