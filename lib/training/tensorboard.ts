import { openSummaryLog } from "../engine/summary_log.ts";
import type { HistoryRow } from "./history.ts";

/**
 * Lets TensorBoard show a training while it runs.
 *
 * @param dir Folder of the log; an older log there is replaced.
 * @returns A function for `fit`'s `onEpoch`: it writes those epochs that are not written yet.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { tensorBoardLog } from "lib/training/tensorboard.ts";
 * await startEngine();
 * const onEpoch = await tensorBoardLog(`${await Deno.makeTempDir()}/tensorboard`);
 * ```
 */
export async function tensorBoardLog(dir: string): Promise<(history: HistoryRow[]) => void> {
  await Deno.remove(dir, { recursive: true }).catch(() => {});
  await Deno.mkdir(dir, { recursive: true });
  const log = await openSummaryLog(dir);
  let written = 0;
  return (history) => {
    for (const { epoch, seconds: _, learningRate, ...row } of history.slice(written)) {
      for (const [name, value] of Object.entries({ ...row, learningRate })) {
        if (!Number.isNaN(value)) log.scalar(tag(name), value, epoch);
      }
    }
    written = history.length;
    log.flush();
  };
}

/** `valLoss` becomes `loss/validation`, so that TensorBoard draws both curves side by side. */
function tag(name: string): string {
  if (name === "learningRate") return "learning_rate";
  return name.startsWith("val") ? `${name.slice(3).toLowerCase()}/validation` : `${name}/train`;
}
