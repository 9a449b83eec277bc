import "./notebook.ts";
import { kernelApi } from "./kernel_internals.ts";
import { pendingDisplays } from "./pending_displays.ts";

/** How often a live output changes. */
export interface LiveDisplayOptions {
  /** Least time between two changes in milliseconds. Default 500. */
  everyMs?: number;
  /** Whether another change may be drawn now, asked only where the time has come. */
  mayDraw?: () => boolean;
}

/** One output of a cell that changes in place. */
export interface LiveDisplay {
  /**
   * Shows the content, unless the last change was just now: then the cell's end shows it, where no
   * later one has come.
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
  const { everyMs = 500, mayDraw = () => true } = options;
  const kernel = kernelApi();
  if (kernel === undefined) return { update: () => {}, finish: () => {} };
  const displayId = crypto.randomUUID();
  let queue: Promise<void> = Promise.resolve();
  let shown = false;
  let last = -Infinity;
  let waiting: { content: unknown } | undefined;
  const show = (content: unknown) => {
    waiting = undefined;
    const value = typeof content === "function" ? content() : content;
    const raw = isMediaBundle(value);
    const how = { raw, update: shown, display_id: displayId };
    // Rich objects take the kernel longer than bundles; one after the other keeps them in order.
    queue = queue.then(() => kernel.display(value, how)).catch(console.error);
    shown = true;
    last = performance.now();
    pendingDisplays.add(flush);
  };
  const flush = async () => {
    pendingDisplays.delete(flush);
    if (waiting) show(waiting.content);
    pendingDisplays.delete(flush);
    await queue;
  };
  return {
    update: (content) => {
      if (performance.now() - last >= everyMs && mayDraw()) return show(content);
      waiting = { content };
      pendingDisplays.add(flush);
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
