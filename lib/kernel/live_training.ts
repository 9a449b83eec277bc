import { escapeMarkup } from "../display/escape_markup.ts";
import { type EpochRow, trainingCurvesChart } from "../display/training_curves_chart.ts";
import { cellProgress, type ReportProgress } from "./cell_progress.ts";
import { duration } from "./duration.ts";
import { kernelApi } from "./kernel_internals.ts";
import { liveDisplay } from "./live_display.ts";

/** What a training calls, and what showing it has cost. */
export interface LiveTraining {
  /** Batches done and their number over all epochs; the text tells where it stands. */
  onProgress: ReportProgress;
  /** All epochs so far, after each. */
  onEpoch: (history: readonly EpochRow[]) => void;
  /** Milliseconds spent on showing, so far. */
  costMs: () => number;
}

/** Share of the time since the start that charts may cost, after an allowance for the first. */
const SHARE = 0.005;
const ALLOWANCE_MS = 200;

/**
 * Shows a training in the cell while it runs: a bar of the epochs and one of the batches, time to
 * go, films a second, memory, and below them the curves of loss, accuracy and AUC, in place. In a
 * terminal it is one line.
 *
 * Curves are drawn at most once a second, and beyond the first few only as long as all of them
 * together cost less than 1 % of the time.
 *
 * @param title What is trained.
 * @returns Callbacks, to be spread into the training's options.
 *
 * @example
 * ```ts
 * import { liveTraining } from "lib/kernel/live_training.ts";
 * const { onProgress, onEpoch } = liveTraining("Training C");
 * onProgress(1, 2, "C: epoch 1/2, loss 0.693, accuracy 0.500, 120 films/s");
 * onEpoch([{ epoch: 1, loss: 0.693, accuracy: 0.5 }]);
 * ```
 */
export function liveTraining(title: string): LiveTraining {
  if (kernelApi() === undefined) {
    return { onProgress: cellProgress(title), onEpoch: () => {}, costMs: () => 0 };
  }
  const started = performance.now();
  let cost = 0;
  let charts = 0;
  let run: Run | undefined;
  /** Counts what a step of showing costs. */
  const counted = <T>(step: () => T): T => {
    const began = performance.now();
    try {
      return step();
    } finally {
      cost += performance.now() - began;
    }
  };
  const bars = liveDisplay({ everyMs: 200 });
  const curves = liveDisplay({
    everyMs: 1000,
    mayDraw: () => charts < ALLOWANCE_MS + SHARE * (performance.now() - started),
  });
  return {
    onProgress: (done, total, text = "") =>
      counted(() => {
        const step = readStep({ done, total, text });
        if (step.name !== run?.name || done < run.done) run = { ...step, began: performance.now() };
        Object.assign(run, step);
        const { began } = run;
        const content = () => ({
          "text/html": barsHtml(title, step, performance.now() - began),
          "text/plain": `${title}: ${text}`,
        });
        if (done >= total) bars.finish(content);
        else bars.update(content);
      }),
    onEpoch: (history) =>
      counted(() => {
        const name = run?.name ?? title;
        const rows = [...history];
        curves.update(() => {
          const began = performance.now();
          const chart = trainingCurvesChart(rows, { title: name });
          charts += performance.now() - began;
          return chart;
        });
      }),
    costMs: () => cost,
  };
}

/** One step of a training, as its text tells. */
interface Step {
  /** Experiment, or what is done before it. */
  name: string;
  done: number;
  total: number;
  text: string;
  epoch?: number;
  epochs?: number;
}

interface Run extends Step {
  began: number;
}

/** Takes `E+: epoch 3/16, loss 0.31, …` apart; other texts, such as `films decoded`, have no epoch. */
function readStep({ done, total, text }: { done: number; total: number; text: string }): Step {
  const [, name = "", epoch, epochs, rest = text] =
    /^(?:([^:]*): )?epoch (\d+)\/(\d+),? ?(.*)$/.exec(text) ?? [];
  if (epoch === undefined) return { name: text, done, total, text };
  return { name, done, total, text: rest, epoch: Number(epoch), epochs: Number(epochs) };
}

function barsHtml(title: string, step: Step, milliseconds: number): string {
  const { name, done, total, text, epoch, epochs } = step;
  const seconds = milliseconds / 1000;
  // The first step's beginning was not seen, so it counts in neither.
  const left = done > 1 ? seconds / (done - 1) * (total - done) : NaN;
  const time = left > 0 ? `${duration(seconds)}, ${duration(left)} to go` : duration(seconds);
  const memory = `${(Deno.memoryUsage().rss / 2 ** 30).toFixed(1)} GB`;
  const row = (label: string, value: number, max: number, says: string) =>
    `<div style="display:flex;flex-wrap:wrap;gap:.2em .8em;align-items:center">` +
    `<span style="min-width:4.5em">${label}</span>` +
    `<progress value="${value}" max="${max}" style="width:14em"></progress>` +
    `<span style="font-variant-numeric:tabular-nums;opacity:.8">${escapeMarkup(says)}</span></div>`;
  const head = `<div style="font-weight:600">${escapeMarkup(title)}</div>`;
  if (epoch === undefined || epochs === undefined) {
    return `<div>${head}${row("", done, total, `${text} ${done}/${total} · ${time}`)}</div>`;
  }
  const perEpoch = total / epochs;
  const batch = done - (epoch - 1) * perEpoch;
  return `<div>${head}` +
    row("epochs", done / perEpoch, epochs, `${name} ${epoch}/${epochs} · ${time} · ${memory}`) +
    row("batches", batch, perEpoch, `${batch}/${perEpoch} · ${text}`) + "</div>";
}
