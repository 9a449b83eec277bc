import { type Canvas, createCanvas } from "./canvas.ts";
import { FONT_FAMILY, INK, MUTED_INK } from "./font.ts";

/** How a line of text on a sheet looks. */
export interface SheetText {
  /** Pixels. */
  fontSize: number;
  fontWeight: 400 | 600;
  /** CSS colour. */
  fill: string;
}

/** Line above the pictures. */
export const TITLE: SheetText = { fontSize: 15, fontWeight: 600, fill: INK };

/** Small print. */
export const SMALL: SheetText = { fontSize: 11, fontWeight: 400, fill: MUTED_INK };

/** Space around all, pixels. */
export const PADDING = 16;

/** Height of a line of small print, pixels. */
export const LINE = 15;

/** What stands around a sheet's pictures. */
export interface SheetLayout {
  /** Pixels at scale 1. */
  width: number;
  height: number;
  /** Lines above. */
  titles: readonly string[];
  /** Lines of small print below. */
  captions: readonly string[];
  /** Where the small print begins, pixels from above. */
  bottom: number;
}

/** A sheet that pictures are put on. */
export interface Sheet {
  canvas: Canvas;
  context: ReturnType<Canvas["getContext"]>;
  /** Writes a line; `y` is its baseline. */
  write(text: string, style: SheetText & { x: number; y: number }): void;
  /** Fits a picture into a square black cell; returns where it came to lie. */
  show(
    picture: Canvas,
    cell: { x: number; y: number; size: number },
  ): { x: number; y: number; width: number; height: number };
}

/**
 * Begins a white sheet of pictures, with the lines above and below them.
 *
 * @param layout See {@linkcode SheetLayout}.
 * @param scale Pixels a unit.
 * @returns The sheet.
 *
 * @example
 * ```ts
 * import { beginSheet, SMALL } from "lib/display/sheet.ts";
 * const layout = { width: 200, height: 100, titles: ["Films"], captions: [], bottom: 90 };
 * const { canvas, write } = beginSheet(layout, 2);
 * write("a film", { ...SMALL, x: 16, y: 50 });
 * canvas.width; // 400
 * ```
 */
export function beginSheet(
  { width, height, titles, captions, bottom }: SheetLayout,
  scale: number,
): Sheet {
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  const write: Sheet["write"] = (text, { fontSize, fontWeight, fill, x, y }) => {
    context.font = `${fontWeight} ${fontSize}px ${FONT_FAMILY}`;
    context.fillStyle = fill;
    context.fillText(text, x, y);
  };
  const show: Sheet["show"] = (picture, { x, y, size }) => {
    context.fillStyle = "black";
    context.fillRect(x, y, size, size);
    const fit = size / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * fit, picture.height * fit];
    const place = { x: x + (size - width) / 2, y: y + (size - height) / 2, width, height };
    context.drawImage(picture, place.x, place.y, width, height);
    return place;
  };
  titles.forEach((line, i) => write(line, { ...TITLE, x: PADDING, y: PADDING + 15 + i * 20 }));
  captions.forEach((line, i) => write(line, { ...SMALL, x: PADDING, y: bottom + 11 + i * LINE }));
  return { canvas, context, write, show };
}
