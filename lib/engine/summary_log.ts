import * as tf from "@tensorflow/tfjs";
import { nativeOp, nativeOps } from "./native_op.ts";

/** A log that TensorBoard shows. */
export interface SummaryLog {
  /** Writes one number of one step. */
  scalar(name: string, value: number, step: number): void;
  /** Sees to it that everything so far is in the file. */
  flush(): void;
  /** Writes what is left and lets go of the file. */
  close(): void;
}

/** What tfjs's native backend offers beyond the public interface. */
interface SummaryBackend {
  writeScalarSummary(handle: tf.Tensor, step: number, name: string, value: number): void;
}

let opened = 0;

/**
 * Opens a log for TensorBoard (`tensorboard --logdir FOLDER`), written by TensorFlow itself.
 *
 * @param dir Folder of the log; a new file is begun in it.
 * @returns The log, to be closed by the caller.
 * @throws {Error} Where the engine has not started, or the folder cannot be written.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { openSummaryLog } from "lib/engine/summary_log.ts";
 * await startEngine();
 * const log = openSummaryLog(await Deno.makeTempDir());
 * log.scalar("loss", 0.5, 1);
 * log.close();
 * ```
 */
export function openSummaryLog(dir: string): SummaryLog {
  const backend = tf.backend() as unknown as SummaryBackend;
  // tfjs's own writer is kept for ever by its folder's name: a second log there would write on into
  // the first one's file, even where that was deleted.
  const name = { shared_name: `summary_log_${opened++}`, container: "" };
  const handle = tf.keep(nativeOp("SummaryWriter", [], name));
  const run = (op: string, inputs: tf.Tensor[] = []) =>
    nativeOps(op, [handle, ...inputs], { numOutputs: 0 });
  tf.tidy(() => {
    const [maxQueue, flushMillis] = [10, 120_000].map((x) => tf.scalar(x, "int32"));
    run("CreateSummaryFileWriter", [tf.scalar(dir), maxQueue, flushMillis, tf.scalar(".v2")]);
  });
  return {
    scalar: (name, value, step) => backend.writeScalarSummary(handle, step, name, value),
    flush: () => void run("FlushSummaryWriter"),
    close() {
      run("CloseSummaryWriter");
      handle.dispose();
    },
  };
}
