import type { Augmentation } from "./augmentation.ts";
import type { Examples } from "./examples.ts";
import type { HistoryRow } from "./history.ts";
import type { LearningRateSchedule } from "./learning_rate.ts";
import type { MonitorOptions } from "./monitor.ts";

/** Options of `fit`. */
export interface FitOptions {
  epochs: number;
  batchSize: number;
  /** A constant rate, or one that depends on the epoch. */
  learningRate: number | LearningRateSchedule;
  /** Fixes the order of the films, their augmentation and dropout. */
  seed: number;
  /** Films that are only measured after each epoch. */
  validation?: Examples;
  /** Random changes of the training films; none where left out. */
  augmentation?: Augmentation;
  /** Weight of each class in the loss; 1 where left out. */
  classWeights?: readonly number[];
  /** Early stopping, restore-best and reduce-on-plateau; needs `validation`. */
  monitor?: MonitorOptions;
  /**
   * File from which a killed training goes on. It is written after each epoch, but not more often
   * than every five seconds: of short epochs a few are then trained again, to the same weights.
   */
  checkpoint?: string;
  /** Called after each batch: batches done and their number over all epochs, and where it stands. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Called after each epoch with all epochs so far. */
  onEpoch?: (history: HistoryRow[]) => void | Promise<void>;
  /** Stops the training before the next batch; the checkpoint stays. */
  signal?: AbortSignal;
}
