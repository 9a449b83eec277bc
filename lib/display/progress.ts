/**
 * Takes how much is done and how much there is, in one unit of the caller's choice; `text` says
 * more, such as the file at hand.
 */
export type Progress = (done: number, total: number, text?: string) => void;

/** Where progress goes. */
export interface ProgressLineOptions {
  /** Whether one line can be written over and over; asked of stderr where left out. */
  isTerminal?: boolean;
  /** Takes text; stderr where left out. */
  write?: (text: string) => void;
  /** Milliseconds; `performance.now` where left out. */
  now?: () => number;
}

/**
 * Shows progress in a terminal as one line of stderr; where stderr is no terminal, as sparse lines:
 * the first, at most one in ten seconds, and the last.
 *
 * @param title What is going on, such as `Films read`.
 * @param options Where it goes.
 * @returns A function to call at every step; calls are cheap. `total` is `NaN` where unknown.
 *
 * @example
 * ```ts
 * import { progressLine } from "lib/display/progress.ts";
 * const report = progressLine("Films read");
 * for (let film = 1; film <= 3; film++) report(film, 3);
 * ```
 */
export function progressLine(title: string, options: ProgressLineOptions = {}): Progress {
  const {
    isTerminal = Deno.stderr.isTerminal(),
    write = writeError,
    now = () => performance.now(),
  } = options;
  const start = now();
  const everyMs = isTerminal ? 100 : 10_000;
  let last = -Infinity;
  let finished = false;
  return (done, total, text = "") => {
    const time = now();
    const isLast = done >= total;
    if (finished || (!isLast && time - last < everyMs)) return;
    last = time;
    finished = isLast;
    const line = describe({ title, done, total, text, seconds: (time - start) / 1000 });
    if (!isTerminal) write(line + "\n");
    // Back to the line's start, and what an earlier, longer line left is cleared.
    else write(`\r${cut(line, terminalColumns())}\x1b[K${isLast ? "\n" : ""}`);
  };
}

interface State {
  title: string;
  done: number;
  total: number;
  text: string;
  seconds: number;
}

/** One line, such as `Films read 120/317 · a.png · 3.0 s, 5 s to go`. */
function describe({ title, done, total, text, seconds }: State): string {
  const count = Number.isFinite(total) ? `${done}/${total}` : `${done}`;
  const left = done > 0 ? seconds / done * (total - done) : NaN;
  const time = left > 0 && Number.isFinite(left)
    ? `${duration(seconds)}, ${duration(left)} to go`
    : duration(seconds);
  return [`${title} ${count}`, text, time].filter(Boolean).join(" · ");
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

function cut(line: string, columns: number): string {
  const letters = [...line];
  return letters.length < columns ? line : letters.slice(0, columns - 2).join("") + "…";
}

function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80; // neither stdin, stdout nor stderr knows a size
  }
}

function writeError(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let offset = 0; offset < bytes.length;) {
    offset += Deno.stderr.writeSync(bytes.subarray(offset));
  }
}
