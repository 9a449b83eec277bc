import { createCanvas } from "./canvas.ts";
import { FONT_FAMILY } from "./font.ts";

/** How text is set. */
export interface TextStyle {
  /** Pixels; 12 where left out. */
  fontSize?: number;
  /** 400 (regular, where left out) or 600 (semibold). */
  fontWeight?: 400 | 600;
}

let context: ReturnType<ReturnType<typeof createCanvas>["getContext"]> | undefined;

/**
 * Measures a line of text in the project's font.
 *
 * @param text One line.
 * @param style Size and weight.
 * @returns Width in pixels.
 *
 * @example
 * ```ts
 * import { textWidth } from "lib/display/text_layout.ts";
 * textWidth("Viral Pneumonia") > textWidth("Normal"); // true
 * ```
 */
export function textWidth(text: string, style: TextStyle = {}): number {
  context ??= createCanvas(1, 1).getContext("2d");
  context.font = `${style.fontWeight ?? 400} ${style.fontSize ?? 12}px ${FONT_FAMILY}`;
  return context.measureText(text).width;
}

/** A style, and the room that text must fit. */
export interface WrapOptions extends TextStyle {
  /** Pixels that a line may take. */
  maxWidth: number;
  /** Lines at most; the last ends in an ellipsis where text is left over. */
  maxLines?: number;
}

/**
 * Breaks text into lines that fit a width: between words, and with an ellipsis in the middle of a
 * word that is wider than a line (file names keep their beginning and end).
 *
 * @param text Text; its own line breaks are kept.
 * @param options Width and style.
 * @returns Lines, at least one.
 *
 * @example
 * ```ts
 * import { wrapText } from "lib/display/text_layout.ts";
 * wrapText("Bacterial pneumonia or other", { maxWidth: 90 }); // three lines
 * ```
 */
export function wrapText(text: string, options: WrapOptions): string[] {
  const { maxWidth, maxLines = Infinity } = options;
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && textWidth(longer, options) > maxWidth) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  const kept = lines.slice(0, maxLines);
  if (kept.length < lines.length) kept[kept.length - 1] += "…";
  return kept.map((line) => shortenText(line, options));
}

/**
 * Takes letters out of the middle of a line until it fits.
 *
 * @param text One line.
 * @param options Width and style.
 * @returns The line itself where it fits, else with `…` for what was taken out.
 *
 * @example
 * ```ts
 * import { shortenText } from "lib/display/text_layout.ts";
 * shortenText("radiopaedia-2019-novel-coronavirus.jpg", { maxWidth: 120 });
 * ```
 */
export function shortenText(text: string, options: WrapOptions): string {
  const letters = [...text];
  let kept = letters.length;
  let line = text;
  while (kept > 1 && textWidth(line, options) > options.maxWidth) {
    kept--;
    const end = Math.floor(kept / 2);
    line = letters.slice(0, kept - end).join("") + "…" +
      letters.slice(letters.length - end).join("");
  }
  return line;
}
