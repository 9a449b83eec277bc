/** A line that moves while something takes long; see {@linkcode startProgress}. */
export interface Progress {
  /** Shows how far it is. */
  update(done: number, total: number): void;
  /** Ends the line with how it went. */
  end(result: string): void;
}

/**
 * Says something on stderr, so that a task's own output on stdout stays clean.
 *
 * @param text One line or several.
 *
 * @example
 * ```ts
 * import { say } from "./progress.ts";
 * say("Setting up …");
 * ```
 */
export function say(text: string): void {
  console.error(text);
}

/**
 * Starts a line that tells what is going on: rewritten in place on a terminal, where the seconds
 * run too; elsewhere a new line each 20 percent.
 *
 * @param label What is being done.
 * @returns See {@linkcode Progress}; call `end` once.
 *
 * @example
 * ```ts
 * import { startProgress } from "./progress.ts";
 * const progress = startProgress("copying");
 * progress.update(50e6, 100e6); // copying … 50 of 100 MB
 * progress.end("copied");
 * ```
 */
export function startProgress(label: string): Progress {
  const terminal = Deno.stderr.isTerminal();
  const started = Date.now();
  let amount = "";
  let lastStep = 0;

  const redraw = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    Deno.stderr.writeSync(
      new TextEncoder().encode(`\r\x1b[2K    ${label} … ${amount}${seconds} s`),
    );
  };
  if (terminal) redraw();
  else say(`    ${label} …`);
  const timer = terminal ? setInterval(redraw, 250) : undefined;

  return {
    update(done, total) {
      const share = total > 0 ? Math.min(done / total, 1) : 0;
      const percent = Math.floor(share * 100);
      amount = `${megabytes(done)} of ${megabytes(total)} MB, ${percent} %, `;
      const step = Math.floor(share * 5);
      if (!terminal && step > lastStep && step < 5) {
        lastStep = step;
        say(`    ${label} … ${percent} %`);
      }
    },
    end(result) {
      clearInterval(timer);
      if (terminal) Deno.stderr.writeSync(new TextEncoder().encode("\r\x1b[2K"));
      say(`    ${result} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    },
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
