import assert from "node:assert/strict";
import { averageScores, classScores } from "lib/evaluation/class_scores.ts";
import { assertClose } from "./assert_close.ts";

// Two classes as usual, one that is neither there nor called, one that is there and never called:
// y = [0, 0, 1, 1, 3]; p = [0, 1, 1, 1, 1]
// precision_recall_fscore_support(y, p, labels=[0, 1, 2, 3], zero_division=np.nan)
const MATRIX = [[1, 1, 0, 0], [0, 2, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]];

Deno.test("classScores() gives NaN where a score is undefined, as zero_division=nan does", () => {
  const scores = classScores(MATRIX);
  assertClose(scores.map(({ precision }) => precision), [1, 0.5, NaN, NaN]);
  assertClose(scores.map(({ recall }) => recall), [0.5, 1, NaN, 0]);
  assertClose(scores.map(({ f1 }) => f1), [2 / 3, 2 / 3, NaN, 0]);
  assertClose(scores.map(({ support }) => support), [2, 2, 0, 1]);
});

Deno.test("averageScores() equals scikit-learn's with zero_division nan and 0", () => {
  const scores = classScores(MATRIX);
  const values = (average: "macro" | "weighted", zeroDivision?: number) => {
    const { precision, recall, f1, support } = averageScores(scores, { average, zeroDivision });
    return [precision, recall, f1, support];
  };
  // precision_recall_fscore_support(…, zero_division=…, average=…)
  assertClose(values("macro"), [0.75, 0.5, 0.4444444444444444, 5]);
  assertClose(values("weighted"), [0.75, 0.6, 0.5333333333333333, 5]);
  assertClose(values("macro", 0), [0.375, 0.375, 0.3333333333333333, 5]);
  assertClose(values("weighted", 0), [0.6, 0.6, 0.5333333333333333, 5]);
});

Deno.test("averageScores() is NaN where no class has the score", () => {
  assert.equal(averageScores(classScores([[0, 0], [0, 0]]), { average: "macro" }).f1, NaN);
});
