import type { ValueGrid } from "../data/resize_values.ts";
import { createCanvas } from "./canvas.ts";
import { FONT_FAMILY } from "./font.ts";
import { heatAlpha, heatColor, heatOverlay } from "./heat_colors.ts";
import { imageCanvas, rgbaCanvas } from "./image_canvas.ts";
import { wrapText } from "./text_layout.ts";

/** What {@linkcode heatmapPicture} draws. */
export interface HeatmapPictureOptions {
  /** Grey film, row by row, `[0, 255]`. */
  film: { data: Uint8Array; width: number; height: number };
  /** What the network looked at, `[0, 1]`; it is stretched over the film. */
  map: ValueGrid;
  /** Heading, such as class and probability. */
  title: string;
  /** Second line, such as the film's name. */
  subtitle?: string;
  /** What the colours stand for. */
  label: string;
  /** Small print below, such as what this may not be used for. */
  caption: string;
}

const MARGIN = 16;
const GAP = 12;
const MIN_WIDTH = 420;
const GROUND = "#16181d";
const TEXT = "#f3f4f6";
const QUIET = "#b6bac2";
const HEADING = `600 18px ${FONT_FAMILY}`;
const PLAIN = `13px ${FONT_FAMILY}`;
const SMALL = `12px ${FONT_FAMILY}`;

/**
 * Draws a film twice, as it is and dimmed under a heat map, with a scale of the colours.
 *
 * @param options See {@linkcode HeatmapPictureOptions}.
 * @returns The bytes of a PNG.
 * @throws {RangeError} Where the film's size and data disagree.
 *
 * @example
 * ```ts
 * import { heatmapPicture } from "lib/display/heatmap_picture.ts";
 * const film = { data: new Uint8Array(64 * 64).fill(128), width: 64, height: 64 };
 * const map = { values: Float32Array.of(0, 1, 0, 0), width: 2, height: 2 };
 * heatmapPicture({ film, map, title: "Normal", label: "Evidence", caption: "A drawing" });
 * ```
 */
export function heatmapPicture(options: HeatmapPictureOptions): Uint8Array<ArrayBuffer> {
  const { film, map, title, subtitle = "", label, caption } = options;
  const inner = Math.max(2 * film.width + GAP, MIN_WIDTH);
  const width = inner + 2 * MARGIN;
  const lines = [
    ...wrapText(title, { maxWidth: inner, fontSize: 18, fontWeight: 600 })
      .map((text) => ({ text, font: HEADING, color: TEXT, height: 24 })),
    ...(subtitle ? wrapText(subtitle, { maxWidth: inner, fontSize: 13 }) : [])
      .map((text) => ({ text, font: PLAIN, color: QUIET, height: 18 })),
  ];
  const captionLines = wrapText(caption, { maxWidth: inner, fontSize: 13 });
  const top = MARGIN + lines.reduce((sum, line) => sum + line.height, 0) + 8;
  const below = top + film.height + GAP;
  const height = below + 44 + 18 * captionLines.length + MARGIN;

  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = GROUND;
  context.fillRect(0, 0, width, height);
  context.textBaseline = "top";
  const write = (text: string, x: number, y: number, style: { font: string; color: string }) => {
    context.font = style.font;
    context.fillStyle = style.color;
    context.fillText(text, x, y);
  };
  let y = MARGIN;
  for (const line of lines) {
    write(line.text, MARGIN, y, line);
    y += line.height;
  }

  const left = MARGIN + (inner - 2 * film.width - GAP) / 2;
  const right = left + film.width + GAP;
  const picture = imageCanvas(film);
  context.drawImage(picture, left, top);
  context.drawImage(picture, right, top);
  context.fillStyle = "rgba(0, 0, 0, 0.4)";
  context.fillRect(right, top, film.width, film.height);
  context.drawImage(rgbaCanvas(heatOverlay(map, film)), right, top);

  drawScale(context, { x: MARGIN, y: below, width: Math.min(220, inner) });
  write("little", MARGIN, below + 16, { font: SMALL, color: QUIET });
  write("much", MARGIN + 190, below + 16, { font: SMALL, color: QUIET });
  write(label, MARGIN + 236, below - 1, { font: PLAIN, color: TEXT });
  captionLines.forEach((text, i) =>
    write(text, MARGIN, below + 44 + 18 * i, { font: PLAIN, color: QUIET })
  );
  const url = canvas.toDataURL("image/png");
  return Uint8Array.fromBase64(url.slice(url.indexOf(",") + 1));
}

/** The colours as they look over a dark film. */
function drawScale(
  context: ReturnType<ReturnType<typeof createCanvas>["getContext"]>,
  { x, y, width }: { x: number; y: number; width: number },
): void {
  for (let i = 0; i < width; i++) {
    const value = (i + 0.5) / width;
    const color = heatColor(value).map((part) => Math.round(part)).join(", ");
    context.fillStyle = "#30333a";
    context.fillRect(x + i, y, 1, 12);
    context.fillStyle = `rgba(${color}, ${heatAlpha(value)})`;
    context.fillRect(x + i, y, 1, 12);
  }
}
