const encoder = new TextEncoder();

/**
 * Makes a function that shows a transfer's text in the terminal: one line that changes, or, where
 * the output goes to a file, a line in ten seconds.
 *
 * @param options Where to write (default standard error), whether that is a terminal, and a clock
 *   in milliseconds.
 * @returns A function of what is done, the total (`NaN` when unknown) and the text.
 *
 * @example
 * ```ts
 * import { showTransfer } from "./show_transfer.ts";
 * const lines: string[] = [];
 * const show = showTransfer({ write: (text) => lines.push(text), terminal: false });
 * show(3, 3, "3 of 3 MB");
 * lines; // ["3 of 3 MB\n"]
 * ```
 */
export function showTransfer(
  options: { write?: (text: string) => void; terminal?: boolean; now?: () => number } = {},
): (done: number, total: number, text?: string) => void {
  const {
    write = (text) => Deno.stderr.writeSync(encoder.encode(text)),
    terminal = Deno.stderr.isTerminal(),
    now = () => performance.now(),
  } = options;
  let last = -Infinity;
  return (done, total, text = "") => {
    const finished = done === total;
    if (!finished && now() - last < (terminal ? 200 : 10_000)) return;
    last = now();
    // Back to the line's start, and clear it, so that a shorter text leaves nothing behind.
    write(terminal ? `\r\x1b[K${text.slice(0, 78)}${finished ? "\n" : ""}` : `${text}\n`);
  };
}
