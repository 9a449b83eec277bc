import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { fitSoftmax, predictSoftmax } from "lib/training/fit_softmax.ts";

await startEngine({ seed: 1 });

const XS = [[0, 1], [1, 0], [2, 1], [-1, 0.5], [0.5, -1], [1.5, 2]];
const LABELS = [0, 1, 2, 0, 1, 2];
const WEIGHTS = [1, 2, 1, 1, 1, 3];

function close(found: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expected.forEach((value, i) =>
    assert(Math.abs(found[i] - value) < tolerance, `${found[i]} ${value}`)
  );
}

Deno.test("fitSoftmax() and predictSoftmax() equal scikit-learn's LogisticRegression", () => {
  // C, w = 4 / 9, [1, 2, 1, 1, 1, 3]  # c divided by the sum of the weights
  // m = LogisticRegression(C=C, tol=1e-10, max_iter=10000).fit(XS, LABELS, sample_weight=w)
  // m.coef_.T, m.predict_proba(XS)
  const xs = tf.tensor2d(XS);
  const options = { labels: LABELS, weights: WEIGHTS, numClasses: 3, c: 4, tolerance: 1e-7 };
  const fitted = fitSoftmax(xs, options);
  close(fitted.kernel, [-0.66081, 0.12249, 0.53831, 0.08408, -0.68855, 0.60447], 2e-4);
  const rows = predictSoftmax(xs, fitted);
  close(rows[0], [0.42546, 0.27438, 0.30016], 2e-4);
  close(rows[5], [0.10945, 0.10554, 0.78501], 2e-4);
  xs.dispose();
});

Deno.test("fitSoftmax() sees a film of weight 2 as the film twice", () => {
  const [once, twice] = [tf.tensor2d(XS), tf.tensor2d([...XS, XS[1]])];
  const options = { numClasses: 3, c: 1, tolerance: 1e-7 };
  const a = fitSoftmax(once, { ...options, labels: LABELS, weights: [1, 2, 1, 1, 1, 1] });
  const b = fitSoftmax(twice, { ...options, labels: [...LABELS, 1], weights: Array(7).fill(1) });
  close(a.kernel, [...b.kernel], 1e-4);
  tf.dispose([once, twice]);
});

Deno.test("fitSoftmax() and predictSoftmax() leave no tensor behind, and give the same twice", () => {
  const xs = tf.tensor2d(XS);
  const before = tf.memory().numTensors;
  const fit = () => fitSoftmax(xs, { labels: LABELS, weights: WEIGHTS, numClasses: 3, c: 4 });
  const [a, b] = [fit(), fit()];
  assert.deepEqual(a, b);
  predictSoftmax(xs, a);
  assert.equal(tf.memory().numTensors, before);
  xs.dispose();
});

Deno.test("fitSoftmax() refuses a penalty without strength and films that do not count", () => {
  const xs = tf.tensor2d(XS);
  const options = { labels: LABELS, weights: WEIGHTS, numClasses: 3, c: 1 };
  assert.throws(() => fitSoftmax(xs, { ...options, c: 0 }), {
    name: "RangeError",
    message: "Cannot fit with c 0: expected a number above 0",
  });
  assert.throws(() => fitSoftmax(xs, { ...options, weights: Array(6).fill(0) }), {
    name: "RangeError",
    message: "Cannot fit: no film counts",
  });
  xs.dispose();
});
