import assert from "node:assert/strict";
import { sourceWeights } from "lib/evaluation/source_weights.ts";

Deno.test("sourceWeights() lets classes count alike", () => {
  const weights = sourceWeights({ labels: [0, 0, 0, 1], sources: ["a", "a", "a", "a"] });
  assert.deepEqual(weights.map((w) => Number(w.toFixed(12))), [
    ...Array(3).fill(Number((2 / 3).toFixed(12))),
    2,
  ]);
});

Deno.test("sourceWeights() lets sources within a class count by the root of their films", () => {
  const labels = Array(5).fill(0);
  const weights = sourceWeights({ labels, sources: ["a", "a", "a", "a", "b"] });
  const [a, b] = [weights.slice(0, 4).reduce((x, y) => x + y), weights[4]];
  assert(Math.abs(a / b - 2) < 1e-12); // √4 : √1
  assert(Math.abs(a + b - 5) < 1e-12);
});

Deno.test("sourceWeights() has the mean 1, and nothing for nothing", () => {
  const weights = sourceWeights({ labels: [0, 1, 1, 2, 2, 2], sources: [..."abcabc"] });
  assert(Math.abs(weights.reduce((x, y) => x + y) - 6) < 1e-12);
  assert.deepEqual(sourceWeights({ labels: [], sources: [] }), []);
});
