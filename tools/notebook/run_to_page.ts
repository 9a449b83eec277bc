import { runNotebook, type RunNotebookOptions } from "./run_notebook.ts";
import { writePage } from "./write_pages.ts";

/** Options of {@linkcode runToPage}. */
export interface RunToPageOptions extends RunNotebookOptions {
  /** The executed copy; its page lies beside it. */
  output: string;
  /** Called when both are written, where a cell failed, too. */
  onWritten?: () => Promise<unknown>;
}

/**
 * Runs a notebook and leaves an executed copy with a page beside it, where a cell fails, too.
 *
 * @param path The `.ipynb` file, which stays as it is.
 * @param options See {@linkcode RunToPageOptions}.
 * @returns Seconds in all.
 * @throws {NotebookError} Where a cell fails.
 *
 * @example
 * ```ts ignore
 * import { runToPage } from "./run_to_page.ts";
 * await runToPage("notebooks/mine.ipynb", { output: "outputs/mine/notebooks/mine.ipynb" });
 * ```
 */
export async function runToPage(path: string, options: RunToPageOptions): Promise<number> {
  const began = Date.now();
  try {
    const { seconds } = await runNotebook(path, options);
    return seconds;
  } finally {
    const written = await Deno.stat(options.output).catch(() => null);
    if ((written?.mtime?.getTime() ?? -Infinity) >= began - 1000) {
      await writePage(options.output, path);
      await options.onWritten?.();
    }
  }
}
