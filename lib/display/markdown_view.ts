/** Markdown that a notebook shows formatted, and a terminal as it is. */
export class MarkdownView {
  /** @param text Markdown. */
  constructor(readonly text: string) {}

  /** The Markdown itself. */
  toString(): string {
    return this.text;
  }

  /** What the notebook kernel asks a value for. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/markdown": this.text, "text/plain": this.text };
  }
}

/**
 * Shows Markdown in a notebook.
 *
 * @param text Markdown.
 * @param options `level`: how many levels its headings go down, 0 where left out, so that they stand
 *   below the notebook's own.
 * @returns The view.
 *
 * @example
 * ```ts
 * import { markdownView } from "lib/display/markdown_view.ts";
 * markdownView("# A card", { level: 2 }).text; // "### A card"
 * ```
 */
export function markdownView(text: string, { level = 0 }: { level?: number } = {}): MarkdownView {
  return new MarkdownView(text.replaceAll(/^#+(?= )/gm, (marks) => marks + "#".repeat(level)));
}
