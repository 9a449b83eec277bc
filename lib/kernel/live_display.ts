import "./notebook.ts";
import { kernelApi } from "./kernel_internals.ts";

/** How often a live output changes. */
export interface LiveDisplayOptions {
  /** Least time between two changes in milliseconds; calls in between are dropped. Default 500. */
  everyMs?: number;
}

/** One output of a cell that changes in place. */
export interface LiveDisplay {
  /**
   * Shows the content unless the last change was just now.
   *
   * @param content What a cell could end with (a chart, a table), or a function that makes it,
   * called only where the content will be shown.
   */
  update(content: unknown): void;
  /**
   * Shows the content whatever the time: the last state of a run.
   *
   * @param content As for `update`.
   */
  finish(content: unknown): void;
}

/**
 * Opens an output of the current cell that can be drawn again while the cell runs.
 *
 * Outside the kernel nothing is drawn, and a function given as content is never called.
 *
 * @param options How often it may change.
 * @returns The output; it appears with its first content.
 *
 * @example
 * ```ts
 * import { liveDisplay } from "lib/kernel/live_display.ts";
 * const live = liveDisplay({ everyMs: 250 });
 * for (let epoch = 0; epoch < 3; epoch++) live.update(() => `epoch ${epoch}`);
 * live.finish("done");
 * ```
 */
export function liveDisplay(options: LiveDisplayOptions = {}): LiveDisplay {
  const { everyMs = 500 } = options;
  const kernel = kernelApi();
  const displayId = crypto.randomUUID();
  let queue: Promise<void> = Promise.resolve();
  let shown = false;
  let last = -Infinity;
  const show = (content: unknown) => {
    if (kernel === undefined) return;
    const value = typeof content === "function" ? content() : content;
    const raw = isMediaBundle(value);
    const how = { raw, update: shown, display_id: displayId };
    // Rich objects take the kernel longer than bundles; one after the other keeps them in order.
    queue = queue.then(() => kernel.display(value, how)).catch(console.error);
    shown = true;
    last = performance.now();
  };
  return {
    update: (content) => {
      if (performance.now() - last >= everyMs) show(content);
    },
    finish: show,
  };
}

/** Whether a value is a bundle of MIME types, such as `{ "text/html": "…" }`. */
function isMediaBundle(value: unknown): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\w+\/[\w.+-]+$/.test(key));
}
