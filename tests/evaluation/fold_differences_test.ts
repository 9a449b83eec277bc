import assert from "node:assert/strict";
import { foldDifferences } from "lib/evaluation/fold_differences.ts";

const films = {
  classNames: ["No", "Yes"],
  paths: ["a", "b", "c", "d"],
  yTrue: [0, 0, 1, 1],
  folds: [["0", "1", "0", "1"], ["0", "1", "0", "1"]],
};
const row = (yes: number) => [1 - yes, yes];
const a = {
  ...films,
  repeats: [[0.1, 0.2, 0.8, 0.9], [0.1, 0.2, 0.8, 0.9]].map((r) => r.map(row)),
};
const b = {
  ...films,
  repeats: [[0.1, 0.2, 0.3, 0.9], [0.6, 0.2, 0.3, 0.9]].map((r) => r.map(row)),
};
const options = { groups: ["a", "b", "c", "d"], positiveIndex: 1, seed: 1, resamples: 200 };

Deno.test("foldDifferences() is first minus second, means over the dealings, under the names asked for", () => {
  const found = foldDifferences(a, b, { ...options, called: { accuracy: "more", auc: "better" } });
  // Of four films the second misses one in the first dealing, two in the second.
  assert.deepEqual(found.map(({ metric }) => metric).sort(), ["better", "more"]);
  const more = found.find(({ metric }) => metric === "more")!;
  assert.equal(more.value, 0.375);
  assert.equal(more.ciMethod, "bca");
  assert(more.ciLow <= 0.375 && more.ciHigh >= 0.375);
  assert.deepEqual(foldDifferences(a, b, { ...options, called: {} }), []);
});

Deno.test("foldDifferences() of a model and itself is 0", () => {
  const [same] = foldDifferences(a, a, { ...options, called: { accuracy: "more" } });
  assert.equal(same.value, 0);
});
