import { escapeMarkup } from "./escape_markup.ts";

/** How a note is shown. */
export interface NoteOptions {
  /** Semibold words before the text. */
  title?: string;
  /** `info` (blue bar) where left out; `warning` (red bar) for what must not be overlooked. */
  kind?: "info" | "warning";
}

/** A few lines that a notebook shows in a box. */
export class Note {
  /**
   * @param html A `<div>`.
   * @param text The same in plain text.
   */
  constructor(readonly html: string, readonly text: string) {}

  /** The HTML, for everything that shows elements by duck type. */
  get outerHTML(): string {
    return this.html;
  }

  /** The plain text. */
  toString(): string {
    return this.text;
  }

  /** What the notebook kernel asks a value for. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/html": this.html, "text/plain": this.text };
  }
}

/**
 * Puts text that must be seen into a box, in the colours of the page it stands on.
 *
 * @param text Plain text; line breaks are kept.
 * @param options Title and kind.
 * @returns The note.
 *
 * @example
 * ```ts
 * import { note } from "lib/display/note.ts";
 * note("Trained on 251 films.", { title: "Not for diagnosis", kind: "warning" });
 * ```
 */
export function note(text: string, options: NoteOptions = {}): Note {
  const { title, kind = "info" } = options;
  const color = kind === "warning" ? "#cf222e" : "#0969da";
  const head = title ? `<div style="font-weight:600">${escapeMarkup(title)}</div>` : "";
  return new Note(
    `<div style="border-left:4px solid ${color};padding:6px 12px;margin:4px 0;` +
      `font-size:14px;line-height:1.45;white-space:pre-line">${head}${escapeMarkup(text)}</div>`,
    title ? `${title}: ${text}` : text,
  );
}
