import type { RunProgress } from "./run_cell.ts";

/** Where progress is written. */
export interface TerminalProgressOptions {
  /** Whether lines can be written over. Default: whether standard output is a terminal. */
  isTerminal?: boolean;
  /** Width in characters. Default: the terminal's. */
  columns?: number;
  /** Stands before each line, to tell notebooks apart that run at a time. */
  label?: string;
  /** Writes text. Default: to standard output. */
  write?: (text: string) => void;
}

/**
 * Shows a running notebook's cells: in a terminal one line that changes, elsewhere (a log) a line
 * for each cell, and one every 15 seconds for a cell that takes long.
 *
 * @param options Where to write.
 * @returns A function for `runNotebook`'s `onProgress`.
 *
 * @example
 * ```ts
 * import { terminalProgress } from "./terminal_progress.ts";
 * const report = terminalProgress({ isTerminal: false, write: () => {} });
 * report({ cell: 1, numCells: 2, state: "done", seconds: 0.5, line: "" });
 * ```
 */
export function terminalProgress(
  options: TerminalProgressOptions = {},
): (progress: RunProgress) => void {
  const { isTerminal = Deno.stdout.isTerminal(), label = "" } = options;
  const columns = options.columns ?? (isTerminal ? Deno.consoleSize().columns : 120);
  const write = options.write ?? writeOut;
  let last = 0;
  return ({ cell, numCells, state, seconds, line }) => {
    const now = performance.now();
    const every = isTerminal ? 100 : 15_000;
    if (state === "started") last = isTerminal ? 0 : now;
    if (state !== "done" && now - last < every) return;
    last = now;
    const width = String(numCells).length;
    const place = `  ${label && `${label} `}[${String(cell).padStart(width)}/${numCells}] ${
      seconds.toFixed(1)
    } s`;
    const text = `${place.padEnd(18 + width + label.length)}  ${printable(line)}`.trimEnd().slice(
      0,
      columns - 1,
    );
    if (!isTerminal) write(text + "\n");
    else write(`\r\u001b[K${text}${state === "done" && cell === numCells ? "\n" : ""}`);
  };
}

/** A line without what moves the cursor. */
function printable(line: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what is removed
  return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").replace(/[\u0000-\u001f]/g, " ");
}

function writeOut(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let offset = 0; offset < bytes.length;) {
    offset += Deno.stdout.writeSync(bytes.subarray(offset));
  }
}
