import { rocAucOvr } from "../evaluation/roc.ts";

/** Adds up what batches came to; sums are divided once, at the end, so a short batch counts less. */
export interface EpochMeter {
  /** Counts a batch: class indices, cross-entropies and probability rows, one an example. */
  add(labels: readonly number[], losses: ArrayLike<number>, probabilities: number[][]): void;
  /** Mean loss and accuracy so far. */
  running(): { loss: number; accuracy: number };
  /** Mean loss, accuracy and macro AUC (`NaN` where a class has no film). */
  result(): { loss: number; accuracy: number; auc: number };
}

/**
 * Makes a meter for one pass over the films.
 *
 * @returns An empty meter.
 *
 * @example
 * ```ts
 * import { epochMeter } from "lib/training/epoch_meter.ts";
 * const meter = epochMeter();
 * meter.add([1], [0.1], [[0.1, 0.9]]);
 * meter.running(); // { loss: 0.1, accuracy: 1 }
 * ```
 */
export function epochMeter(): EpochMeter {
  const labels: number[] = [];
  const probabilities: number[][] = [];
  let loss = 0;
  let correct = 0;
  const running = () => ({ loss: loss / labels.length, accuracy: correct / labels.length });
  return {
    add(batchLabels, losses, rows) {
      batchLabels.forEach((label, i) => {
        labels.push(label);
        probabilities.push(rows[i]);
        loss += losses[i];
        if (rows[i].indexOf(Math.max(...rows[i])) === label) correct++;
      });
    },
    running,
    result: () => ({ ...running(), auc: rocAucOvr(labels, probabilities) }),
  };
}
