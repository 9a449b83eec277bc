import type { HistoryRow } from "lib/training/history.ts";

/** A first epoch without validation. */
export const FIRST_EPOCH: HistoryRow = {
  epoch: 1,
  loss: 0.5,
  accuracy: 0.75,
  auc: 0.8,
  valLoss: NaN,
  valAccuracy: NaN,
  valAuc: NaN,
  learningRate: 0.001,
  seconds: 1,
};
