/** A log that TensorBoard shows. */
export interface SummaryLog {
  /** Writes one number of one step. */
  scalar(name: string, value: number, step: number): void;
  /** Sees to it that everything so far is in the file. */
  flush(): void;
}

/**
 * Opens a log for TensorBoard (`tensorboard --logdir FOLDER`), written by TensorFlow itself.
 *
 * @param dir Folder of the log; a new file is begun in it.
 * @returns The log. It needs no closing.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { openSummaryLog } from "lib/engine/summary_log.ts";
 * await startEngine();
 * const log = await openSummaryLog(await Deno.makeTempDir());
 * log.scalar("loss", 0.5, 1);
 * log.flush();
 * ```
 */
export async function openSummaryLog(dir: string): Promise<SummaryLog> {
  const { node } = await import("@tensorflow/tfjs-node-gpu");
  const writer = node.summaryFileWriter(dir);
  return {
    scalar: (name, value, step) => writer.scalar(name, value, step),
    flush: () => writer.flush(),
  };
}
