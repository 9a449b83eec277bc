import type { HistoryRow } from "../training/history.ts";
import { tensorBoardLog } from "../training/tensorboard.ts";
import { openMlflowLog, type RunStart } from "./mlflow_log.ts";
import type { FinishedRun } from "./run.ts";

/** What follows a training while it runs: TensorBoard's files, and MLflow where a server is named. */
export interface RunLog extends AsyncDisposable {
  /** Writes those epochs that are not written yet. */
  write(history: HistoryRow[]): void;
  /** Writes what the run came to. */
  finish(run: FinishedRun): Promise<void>;
}

/**
 * Begins the logs of a run. The engine must have started.
 *
 * @param dir Folder of the run.
 * @param start What the run is known by.
 * @returns The logs; they end with their scope, where the training fails, too.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { openRunLog } from "lib/experiments/run_log.ts";
 * await startEngine();
 * const run = { experiment: "A", title: "Films", data: "mine", profile: "full", seed: 1 };
 * await using log = await openRunLog(await Deno.makeTempDir(), { ...run, settings: {} });
 * log.write([]);
 * ```
 */
export async function openRunLog(dir: string, start: RunStart): Promise<RunLog> {
  const tensorBoard = await tensorBoardLog(dir);
  const mlflow = openMlflowLog(dir, start);
  return {
    write(history) {
      tensorBoard.write(history);
      mlflow.write(history);
    },
    finish: (run) => mlflow.finish(run),
    async [Symbol.asyncDispose]() {
      tensorBoard.close();
      await mlflow.close();
    },
  };
}
