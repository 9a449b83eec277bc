/**
 * What live outputs still have to show; the end of a cell calls each and waits for it, so that the
 * last state of a bar or chart stands there although its changes are far between.
 *
 * @example
 * ```ts
 * import { pendingDisplays } from "lib/kernel/pending_displays.ts";
 * pendingDisplays.size; // 0: nothing is held back
 * ```
 */
export const pendingDisplays: Set<() => Promise<void>> = new Set();
