import { type Progress, progressLine, type ProgressLineOptions } from "./progress.ts";

/**
 * Shows the progress of work in several stages, each with a number of steps of its own: a line each.
 *
 * @param title What is going on.
 * @param options Where it goes.
 * @returns A function to call at every step; a new total begins a new line.
 *
 * @example
 * ```ts
 * import { stagedProgress } from "lib/display/staged_progress.ts";
 * const report = stagedProgress("Lungs");
 * report(2, 2, "films decoded");
 * report(1, 100, "epoch 1");
 * ```
 */
export function stagedProgress(title: string, options: ProgressLineOptions = {}): Progress {
  let stage: { total: number; last: number; report: Progress } | undefined;
  return (done, total, text) => {
    if (stage?.total !== total || done < stage.last) {
      stage = { total, last: done, report: progressLine(title, options) };
    }
    stage.last = done;
    stage.report(done, total, text);
  };
}
