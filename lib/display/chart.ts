import { FONT_FAMILY, INK, MUTED_INK } from "./font.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { type LegendItem, legendRows } from "./legend.ts";
import { svgToPng } from "./svg_to_png.ts";
import { wrapText } from "./text_layout.ts";

/** A finished chart: one self-contained SVG that a notebook shows as it is. */
export class Chart {
  /**
   * @param svg A whole SVG document with `xmlns`, starting with `<svg`.
   * @param width Width in pixels.
   * @param height Height in pixels.
   * @param title What stands in for the picture where only text can be shown.
   * @param body What is drawn, without the ground: charts are put together from it.
   */
  constructor(
    readonly svg: string,
    readonly width: number,
    readonly height: number,
    readonly title: string,
    readonly body: string,
  ) {}

  /** The SVG, for everything that shows elements by duck type. */
  get outerHTML(): string {
    return this.svg;
  }

  /** Draws the chart as PNG, `scale` pixels a unit (2 where left out). */
  toPng(scale = 2): Uint8Array {
    return svgToPng(this.svg, { scale });
  }

  /** What the notebook kernel asks a value for. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "image/svg+xml": this.svg, "text/plain": `Chart: ${this.title}` };
  }
}

/** What stands around the drawing. */
export interface FrameOptions {
  /** One line of what is shown, semibold, wrapped where too long. */
  title?: string;
  /** A second line, lighter: test set, number of films. */
  subtitle?: string;
  /** Small print below: how to read it, what it does not show. */
  caption?: string;
  /** A key between titles and drawing. */
  legend?: readonly LegendItem[];
  /** Parts in a row; all of them where left out. */
  columns?: number;
  /** Width in pixels; that of the widest row where left out. */
  width?: number;
}

/** A drawing to be framed: SVG elements laid out from (0, 0). */
export interface ChartPart {
  /** SVG elements. */
  body: string;
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
}

/**
 * Puts drawings side by side on one white ground, with titles, key and caption. Charts are parts
 * too, so that several become one figure.
 *
 * White ground and dark text are part of the picture, because a notebook may be read in the light
 * or in the dark and a transparent chart is illegible in one of them.
 *
 * @param parts Drawings in reading order.
 * @param options Titles, key, caption, columns.
 * @returns One chart.
 * @throws {RangeError} Where there is nothing to frame.
 *
 * @example
 * ```ts
 * import { frameChart } from "lib/display/chart.ts";
 * const dot = { body: `<circle cx="50" cy="50" r="20"/>`, width: 100, height: 100 };
 * frameChart([dot, dot], { title: "Two dots" }).width; // 200
 * ```
 */
export function frameChart(parts: readonly ChartPart[], options: FrameOptions = {}): Chart {
  if (parts.length === 0) throw new RangeError("Cannot frame a chart without a drawing");
  const { title, subtitle, caption, legend = [], columns = parts.length } = options;
  const rows: ChartPart[][] = [];
  for (let i = 0; i < parts.length; i += columns) rows.push(parts.slice(i, i + columns));
  const rowWidths = rows.map((row) => row.reduce((sum, part) => sum + part.width, 0));
  const width = options.width ?? Math.max(...rowWidths);
  const maxWidth = width - 2 * PADDING;
  const pieces: string[] = [];
  let y = title || subtitle || legend.length ? PADDING : 0;

  const addText = (text: string, style: typeof TITLE) => {
    // Without the project's font a browser takes another, which may be wider, above all in bold.
    const room = maxWidth / (style.fontWeight === 600 ? 1.2 : 1.08);
    for (const line of wrapText(text, { ...style, maxWidth: room })) {
      y += style.fontSize;
      pieces.push(
        `<text x="${PADDING}" y="${y}" font-size="${style.fontSize}" ` +
          `font-weight="${style.fontWeight}" fill="${style.fill}">${escapeMarkup(line)}</text>`,
      );
      y += style.leading;
    }
  };
  if (title) addText(title, TITLE);
  if (subtitle) addText(subtitle, SUBTITLE);
  if (legend.length) {
    y += title || subtitle ? 6 : 0;
    const key = legendRows(legend, { maxWidth });
    pieces.push(`<g transform="translate(${PADDING},${y})">${key.body}</g>`);
    y += key.height;
  }
  if (y) y += 4;
  for (const row of rows) {
    let x = 0;
    for (const part of row) {
      pieces.push(`<g transform="translate(${x},${y})">${part.body}</g>`);
      x += part.width;
    }
    y += Math.max(...row.map((part) => part.height));
  }
  if (caption) {
    y += 4;
    addText(caption, CAPTION);
  }
  y += caption ? PADDING - 6 : BOTTOM;
  const height = Math.ceil(y);
  const body = pieces.join("\n");
  const label = [title, subtitle].filter(Boolean).join(", ");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${FONT_STACK}" font-size="12" fill="${INK}" ` +
    `color="${INK}" role="img" aria-label="${escapeMarkup(label)}" style="max-width:100%">\n` +
    `<rect width="${width}" height="${height}" rx="4" fill="white"/>\n${body}\n</svg>`;
  return new Chart(svg, width, height, label, body);
}

const PADDING = 16;
const BOTTOM = 8;
const FONT_STACK = `${FONT_FAMILY}, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif`;
const TITLE = { fontSize: 15, fontWeight: 600 as 400 | 600, fill: INK, leading: 5 };
const SUBTITLE = { fontSize: 12, fontWeight: 400 as 400 | 600, fill: MUTED_INK, leading: 4 };
const CAPTION = { fontSize: 11, fontWeight: 400 as 400 | 600, fill: MUTED_INK, leading: 4 };
