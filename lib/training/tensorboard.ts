import { join } from "@std/path";
import { openSummaryLog } from "../engine/summary_log.ts";
import type { HistoryRow } from "./history.ts";

/** A training's log for TensorBoard. */
export interface TensorBoardLog {
  /** Writes those epochs that are not written yet; for `fit`'s `onEpoch`. */
  write(history: HistoryRow[]): void;
  close(): void;
}

/**
 * Lets TensorBoard show a training while it runs, under the name of its folder.
 *
 * @param dir Folder of the log, which may hold other files; an older log there is replaced.
 * @returns The log, to be closed by the caller.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { tensorBoardLog } from "lib/training/tensorboard.ts";
 * await startEngine();
 * const log = await tensorBoardLog(`${await Deno.makeTempDir()}/tensorboard`);
 * log.write([]);
 * log.close();
 * ```
 */
export async function tensorBoardLog(dir: string): Promise<TensorBoardLog> {
  await Deno.mkdir(dir, { recursive: true });
  for await (const { name } of Deno.readDir(dir)) {
    if (name.startsWith("events.out.tfevents.")) await Deno.remove(join(dir, name));
  }
  const log = openSummaryLog(dir);
  let written = 0;
  return {
    write(history) {
      for (const { epoch, seconds: _, learningRate, ...row } of history.slice(written)) {
        for (const [name, value] of Object.entries({ ...row, learningRate })) {
          if (!Number.isNaN(value)) log.scalar(tag(name), value, epoch);
        }
      }
      written = history.length;
      log.flush();
    },
    close: () => log.close(),
  };
}

/** `valLoss` becomes `loss/validation`, so that TensorBoard draws both curves side by side. */
function tag(name: string): string {
  if (name === "learningRate") return "learning_rate";
  return name.startsWith("val") ? `${name.slice(3).toLowerCase()}/validation` : `${name}/train`;
}
