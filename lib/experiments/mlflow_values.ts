import type { HistoryRow } from "../training/history.ts";
import type { FinishedRun } from "./run.ts";

/** A number of a run, as MLflow's `runs/log-batch` takes it. */
export interface MlflowMetric {
  key: string;
  value: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** Epoch, from 1. */
  step: number;
}

/**
 * Flattens settings to MLflow's parameters: `augmentation.zoomRange`, `imageSize` = `[96,96]`.
 *
 * @param settings Plain values, lists and objects.
 * @returns Texts by name; what is `undefined` is left out.
 *
 * @example
 * ```ts
 * import { mlflowParams } from "lib/experiments/mlflow_values.ts";
 * mlflowParams({ epochs: 4, monitor: { restoreBest: true } });
 * // { epochs: "4", "monitor.restoreBest": "true" }
 * ```
 */
export function mlflowParams(settings: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, string][] => {
      if (value === undefined) return [];
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
      }
      return Object.entries(mlflowParams(value)).map(([key, text]) => [`${name}.${key}`, text]);
    }),
  );
}

/**
 * Gives the numbers of epochs, named as in Keras and `history.csv`.
 *
 * @param history Epochs.
 * @param timestamp Milliseconds since 1970.
 * @returns Numbers; those that are not defined are left out.
 *
 * @example
 * ```ts
 * import { epochMetrics } from "lib/experiments/mlflow_values.ts";
 * epochMetrics([], 0); // []
 * ```
 */
export function epochMetrics(history: readonly HistoryRow[], timestamp: number): MlflowMetric[] {
  return history.flatMap(({ epoch, ...numbers }) =>
    Object.entries(numbers).filter(([, value]) => Number.isFinite(value)).map(([name, value]) => ({
      key: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
      timestamp,
      step: epoch,
    }))
  );
}

/**
 * Gives the numbers of a finished run: `final/test_accuracy` and so on (share of films whose
 * likeliest class is theirs), the epoch kept, parameters, seconds.
 *
 * @param run The run.
 * @param timestamp Milliseconds since 1970.
 * @returns Numbers at the step of the epoch kept.
 *
 * @example
 * ```ts ignore
 * import { finalMetrics } from "lib/experiments/mlflow_values.ts";
 * import { readRun } from "lib/experiments/run.ts";
 * const run = await readRun("outputs/phantom-quick/experiments/A/seed-1");
 * finalMetrics(run!, Date.now()).map(({ key }) => key); // ["final/epoch", …]
 * ```
 */
export function finalMetrics(
  { run, classNames, predictions }: FinishedRun,
  timestamp: number,
): MlflowMetric[] {
  const numbers: Record<string, number> = {
    epoch: run.epoch,
    parameters: run.numParams,
    training_seconds: run.trainingSeconds,
  };
  for (const part of new Set(predictions.map(({ split }) => split))) {
    const films = predictions.filter(({ split }) => split === part);
    const right = films.filter(({ probabilities, trueClass }) =>
      classNames[probabilities.indexOf(Math.max(...probabilities))] === trueClass
    );
    numbers[`${part}_accuracy`] = right.length / films.length;
  }
  return Object.entries(numbers).filter(([, value]) => Number.isFinite(value))
    .map(([name, value]) => ({ key: `final/${name}`, value, timestamp, step: run.epoch }));
}
