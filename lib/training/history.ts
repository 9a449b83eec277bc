import { formatCsv, parseCsv } from "../data/csv.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** What one epoch of training came to; validation numbers are `NaN` without validation films. */
export interface HistoryRow {
  /** Counts from 1. */
  epoch: number;
  /** Mean cross-entropy of the training films as they went through, augmentation and dropout on. */
  loss: number;
  /** Share of them classified rightly, in `[0, 1]`. */
  accuracy: number;
  /** Area under their ROC curve (macro average, one against the rest), in `[0, 1]`. */
  auc: number;
  valLoss: number;
  valAccuracy: number;
  valAuc: number;
  learningRate: number;
  seconds: number;
}

const COLUMNS: Record<keyof HistoryRow, string> = {
  epoch: "epoch",
  loss: "loss",
  accuracy: "accuracy",
  auc: "auc",
  valLoss: "val_loss",
  valAccuracy: "val_accuracy",
  valAuc: "val_auc",
  learningRate: "learning_rate",
  seconds: "seconds",
};

/**
 * Writes the epochs of a training as CSV, `val_loss` and so on named as Keras names them.
 *
 * @param file Path of the CSV file.
 * @param history Epochs in order.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { writeHistory } from "lib/training/history.ts";
 * const row = { epoch: 1, loss: 0.5, accuracy: 0.75, auc: 0.8, learningRate: 0.001, seconds: 2 };
 * const history = [{ ...row, valLoss: NaN, valAccuracy: NaN, valAuc: NaN }];
 * const file = `${await Deno.makeTempDir()}/history.csv`;
 * await writeHistory(file, history);
 * ```
 */
export async function writeHistory(file: string, history: readonly HistoryRow[]): Promise<void> {
  const entries = Object.entries(COLUMNS) as [keyof HistoryRow, string][];
  const rows = history.map((row) =>
    Object.fromEntries(entries.map(([key, column]) => [column, row[key]]))
  );
  await writeFileAtomic(file, formatCsv(rows, Object.values(COLUMNS)));
}

/**
 * Reads what {@linkcode writeHistory} wrote.
 *
 * @param file Path of the CSV file.
 * @returns Epochs in order; empty cells are `NaN`.
 * @throws {Deno.errors.NotFound} Where there is no such file.
 *
 * @example
 * ```ts
 * import { readHistory, writeHistory } from "lib/training/history.ts";
 * const file = `${await Deno.makeTempDir()}/history.csv`;
 * await writeHistory(file, []);
 * await readHistory(file); // []
 * ```
 */
export async function readHistory(file: string): Promise<HistoryRow[]> {
  const entries = Object.entries(COLUMNS) as [keyof HistoryRow, string][];
  return parseCsv(await Deno.readTextFile(file)).map((row) =>
    Object.fromEntries(
      entries.map(([key, column]) => [key, row[column] === "" ? NaN : Number(row[column])]),
    ) as unknown as HistoryRow
  );
}
