import assert from "node:assert/strict";
import type { HistoryRow } from "lib/training/history.ts";
import { judgeHistory } from "lib/training/monitor.ts";

const ROW: HistoryRow = {
  epoch: 1,
  loss: 0.5,
  accuracy: 0.75,
  auc: 0.5,
  valLoss: NaN,
  valAccuracy: NaN,
  valAuc: NaN,
  learningRate: 0.001,
  seconds: 1,
};
const history = (name: "valLoss" | "valAccuracy" | "valAuc", ...values: number[]) =>
  values.map((value, i): HistoryRow => ({ ...ROW, epoch: i + 1, [name]: value }));

Deno.test("judgeHistory() takes losses that fall and accuracies that rise", () => {
  const loss = judgeHistory(history("valLoss", 2, 1, 3), { monitor: "valLoss" });
  assert.deepEqual(loss, { bestEpoch: 2, stop: false, rateFactor: 1 });
  const accuracy = judgeHistory(history("valAccuracy", 0.2, 0.1, 0.3), { monitor: "valAccuracy" });
  assert.equal(accuracy.bestEpoch, 3);
});

Deno.test("judgeHistory() takes the first of equals as the best", () => {
  const equal = history("valAuc", 0.5, 0.9, 0.9, 0.9);
  assert.deepEqual(judgeHistory(equal, { monitor: "valAuc", patience: 2 }), {
    bestEpoch: 2,
    stop: true,
    rateFactor: 1,
  });
});

Deno.test("judgeHistory() never stops without patience, nor before the first epoch", () => {
  const worse = history("valLoss", 1, 2, 3, 4, 5, 6);
  assert.equal(judgeHistory(worse, { monitor: "valLoss" }).stop, false);
  assert.deepEqual(judgeHistory([], { monitor: "valLoss", patience: 0 }), {
    bestEpoch: 0,
    stop: false,
    rateFactor: 1,
  });
});

Deno.test("judgeHistory() knows no best epoch among undefined values, and waits once", () => {
  const undefinedAuc = history("valAuc", NaN, NaN);
  const options = { monitor: "valAuc", patience: 3 } as const;
  assert.deepEqual(judgeHistory(undefinedAuc, options), {
    bestEpoch: 0,
    stop: false,
    rateFactor: 1,
  });
  assert.equal(judgeHistory(history("valAuc", NaN, NaN, NaN), options).stop, true);
  assert.equal(judgeHistory(history("valAuc", NaN, 0.6, NaN), options).bestEpoch, 2);
});

Deno.test("judgeHistory() lowers the rate each time the patience is over", () => {
  const options = {
    monitor: "valLoss",
    reduceOnPlateau: { factor: 0.5, patience: 2 },
  } as const;
  const factors = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    judgeHistory(history("valLoss", 5, 6, 6, 6, 6, 1, 2).slice(0, n), options).rateFactor
  );
  // Two epochs no better: half; two more: a quarter; the sixth is better and the count begins anew.
  assert.deepEqual(factors, [1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]);
});

Deno.test("judgeHistory() without options ends with the last epoch", () => {
  assert.deepEqual(judgeHistory(history("valLoss", 1, 2)), {
    bestEpoch: 2,
    stop: false,
    rateFactor: 1,
  });
});
