import { duration } from "./duration.ts";
import { kernelApi } from "./kernel_internals.ts";
import { liveDisplay } from "./live_display.ts";

/** Takes how much is done; `text` says more, such as the loss. */
export type ReportProgress = (done: number, total: number, text?: string) => void;

/**
 * Shows a progress bar in the cell (in a terminal, a sparse line) and returns what moves it.
 *
 * Calls are cheap: the bar is drawn at most ten times a second, and always at the end.
 *
 * @param title What is going on, such as "Epochs".
 * @returns A function of how much is done and how much there is, in one unit of the caller's
 * choice; `total` may be `NaN` where it is unknown.
 *
 * @example
 * ```ts
 * import { cellProgress } from "lib/kernel/cell_progress.ts";
 * const report = cellProgress("Films read");
 * for (let film = 1; film <= 3; film++) report(film, 3);
 * ```
 */
export function cellProgress(title: string): ReportProgress {
  const start = performance.now();
  const draw = kernelApi() === undefined ? terminalBar() : cellBar();
  return (done, total, text = "") => {
    const seconds = (performance.now() - start) / 1000;
    draw({ title, done, total, text, seconds });
  };
}

interface Progress {
  title: string;
  done: number;
  total: number;
  text: string;
  seconds: number;
}

/** A bar in the notebook, updated in place. */
function cellBar(): (progress: Progress) => void {
  const live = liveDisplay({ everyMs: 100 });
  return (progress) => {
    const content = () => ({ "text/html": progressHtml(progress), "text/plain": line(progress) });
    if (progress.done >= progress.total) live.finish(content);
    else live.update(content);
  };
}

/** A line at the first call, then at most one in ten seconds, and one at the end. */
function terminalBar(): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const finished = progress.done >= progress.total;
    if (!finished && progress.seconds - last < 10) return;
    last = progress.seconds;
    console.error(line(progress));
  };
}

/** The state of the work in one line, such as `Epochs 3/13 · loss 0.31 · 12 s, 40 s to go`. */
function line({ title, done, total, text, seconds }: Progress): string {
  const count = Number.isFinite(total) ? `${done}/${total}` : `${done}`;
  return [`${title} ${count}`, text, timeText(done, total, seconds)].filter(Boolean).join(" · ");
}

function timeText(done: number, total: number, seconds: number): string {
  const left = done > 0 ? seconds / done * (total - done) : NaN;
  const spent = duration(seconds);
  return left > 0 && Number.isFinite(left) ? `${spent}, ${duration(left)} to go` : spent;
}

function progressHtml(progress: Progress): string {
  const { title, done, total, text, seconds } = progress;
  const value = Number.isFinite(total) ? ` value="${done}" max="${total}"` : "";
  const count = Number.isFinite(total) ? `${done}/${total}` : `${done}`;
  const says = [count, text, timeText(done, total, seconds)].filter(Boolean).join(" · ");
  return `<div style="display:flex;flex-wrap:wrap;gap:.3em .8em;align-items:center">` +
    `<span>${escapeHtml(title)}</span><progress${value} style="width:14em"></progress>` +
    `<span style="font-variant-numeric:tabular-nums;opacity:.8">${escapeHtml(says)}</span></div>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
