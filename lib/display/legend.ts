import { escapeMarkup } from "./escape_markup.ts";
import { shortenText, textWidth } from "./text_layout.ts";

/** One entry of a key. */
export interface LegendItem {
  label: string;
  /** CSS colour. */
  color: string;
  /** Square where left out. */
  mark?: "square" | "dot" | "ring" | "line" | "dashed";
}

/** The room that a key may take. */
export interface LegendOptions {
  /** Pixels. */
  maxWidth: number;
}

/**
 * Lays out a key: a mark and its label each, in as many rows as the width asks for.
 *
 * @param items Entries in order.
 * @param options Width.
 * @returns SVG elements from (0, 0), and the height they take in pixels.
 *
 * @example
 * ```ts
 * import { legendRows } from "lib/display/legend.ts";
 * legendRows([{ label: "Normal", color: "#0072b2" }], { maxWidth: 600 }).height; // 20
 * ```
 */
export function legendRows(
  items: readonly LegendItem[],
  options: LegendOptions,
): { body: string; height: number } {
  const pieces: string[] = [];
  let x = 0;
  let y = 0;
  for (const { label, color, mark = "square" } of items) {
    const markWidth = mark === "line" || mark === "dashed" ? 22 : 12;
    const text = shortenText(label, { maxWidth: options.maxWidth - markWidth - GAP });
    const width = markWidth + GAP + Math.ceil(textWidth(text));
    if (x > 0 && x + width > options.maxWidth) [x, y] = [0, y + ROW];
    pieces.push(
      drawMark(mark, x, y + ROW / 2, escapeMarkup(color)),
      `<text x="${x + markWidth + GAP}" y="${y + ROW / 2 + 4}" font-size="12">` +
        `${escapeMarkup(text)}</text>`,
    );
    x += width + BETWEEN;
  }
  return { body: pieces.join(""), height: y + ROW };
}

function drawMark(mark: LegendItem["mark"], x: number, y: number, color: string): string {
  switch (mark) {
    case "dot":
      return `<circle cx="${x + 6}" cy="${y}" r="5" fill="${color}"/>`;
    case "ring":
      return `<circle cx="${x + 6}" cy="${y}" r="4" fill="white" stroke="${color}" ` +
        `stroke-width="2"/>`;
    case "line":
    case "dashed":
      return `<path d="M${x},${y}h22" stroke="${color}" stroke-width="2.5"` +
        `${mark === "dashed" ? ` stroke-dasharray="5 3"` : ""}/>`;
    default:
      return `<rect x="${x}" y="${y - 6}" width="12" height="12" rx="2" fill="${color}"/>`;
  }
}

const ROW = 20;
const GAP = 6;
const BETWEEN = 18;
