import type { HistoryRow } from "./history.ts";

/** What a training does when its validation stops getting better. */
export interface MonitorOptions {
  /** Number of the history that is watched; losses should fall, the others rise. */
  monitor: "valLoss" | "valAccuracy" | "valAuc";
  /** Ends with the weights of the best epoch rather than the last. @default false */
  restoreBest?: boolean;
  /** Stops after so many epochs without a better one; never where left out. */
  patience?: number;
  /**
   * Multiplies the learning rate after so many epochs without a better one; it does not fall below
   * `minLearningRate` by that.
   */
  reduceOnPlateau?: { factor: number; patience: number; minLearningRate?: number };
}

/** What the epochs so far say. */
export interface MonitorVerdict {
  /** Epoch with the best value, the first of equals; 0 before any. */
  bestEpoch: number;
  /** Whether the training should stop now. */
  stop: boolean;
  /** Factor on the learning rate of the next epoch, in `(0, 1]`. */
  rateFactor: number;
}

/**
 * Judges a history: which epoch was best, whether to stop, how far to lower the learning rate.
 *
 * It looks at the whole history each time, so a resumed training judges as one that ran through.
 *
 * @param history Epochs so far, in order.
 * @param options See {@linkcode MonitorOptions}; nothing is watched where left out.
 * @returns The verdict.
 *
 * @example
 * ```ts
 * import { judgeHistory } from "lib/training/monitor.ts";
 * judgeHistory([], { monitor: "valLoss", patience: 3 }); // { bestEpoch: 0, stop: false, rateFactor: 1 }
 * ```
 */
export function judgeHistory(
  history: readonly HistoryRow[],
  options?: MonitorOptions,
): MonitorVerdict {
  if (!options) return { bestEpoch: history.length, stop: false, rateFactor: 1 };
  const { monitor, patience = Infinity, reduceOnPlateau } = options;
  const sign = monitor === "valLoss" ? -1 : 1;
  let best = -Infinity;
  let bestEpoch = 0;
  let sinceReduced = 0;
  let rateFactor = 1;
  for (const row of history) {
    const value = sign * row[monitor];
    if (value > best) {
      best = value;
      bestEpoch = row.epoch;
      sinceReduced = 0;
    } else if (reduceOnPlateau && ++sinceReduced >= reduceOnPlateau.patience) {
      sinceReduced = 0;
      rateFactor *= reduceOnPlateau.factor;
    }
  }
  const last = history.at(-1)?.epoch ?? 0;
  return { bestEpoch, stop: last - bestEpoch >= patience && last > 0, rateFactor };
}
