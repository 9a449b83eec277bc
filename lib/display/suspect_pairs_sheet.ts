import { type Canvas, createCanvas } from "./canvas.ts";
import { FONT_FAMILY, INK, MUTED_INK } from "./font.ts";
import { type ImageBatch, imageCanvas, splitBatch } from "./image_canvas.ts";
import { ImageGrid } from "./image_grid.ts";
import { wrapText } from "./text_layout.ts";

/** Two films that show the same picture, as the sheet names them. */
export interface SuspectPair {
  /** What is known of each: path, part of the split, class. */
  films: readonly [SuspectFilm, SuspectFilm];
  /** Correlation of their thumbnails. */
  correlation: number;
  /** Whether they are the same file, byte for byte. */
  identical: boolean;
}

/** One film of a pair. */
export interface SuspectFilm {
  path: string;
  /** Part of the split; `""` where there is none. */
  split: string;
  className: string;
}

/** How the sheet is laid out. */
export interface SuspectPairsSheetOptions {
  title?: string;
  /** Small print below. */
  caption?: string;
  /** Pairs in a row, 2 where left out. */
  columns?: number;
}

/**
 * Lays suspect pairs of films side by side, with their correlation, part of the split and class. Pairs
 * that lie in two parts or two classes stand under a red bar, others under an amber one.
 *
 * The sheet shows films of patients: it belongs into the user's own outputs, never into a repository.
 *
 * @param pairs Pairs in the order to show.
 * @param pictures Their films, two a pair: `[2 * pairs, height, width, 1]`, `[0, 255]`.
 * @param options See {@linkcode SuspectPairsSheetOptions}.
 * @returns A picture.
 * @throws {RangeError} Where there are no pairs, or not two pictures for each.
 *
 * @example
 * ```ts
 * import { suspectPairsSheet } from "lib/display/suspect_pairs_sheet.ts";
 * const film = { path: "test/Normal/1.png", split: "test", className: "Normal" };
 * const pair = { correlation: 0.99, identical: false };
 * suspectPairsSheet([{ ...pair, films: [film, { ...film, split: "train" }] }], {
 *   data: new Uint8Array(2 * 8 * 8),
 *   shape: [2, 8, 8, 1],
 * });
 * ```
 */
export function suspectPairsSheet(
  pairs: readonly SuspectPair[],
  pictures: ImageBatch,
  { title = "Suspect pairs", caption, columns: most = 2 }: SuspectPairsSheetOptions = {},
): ImageGrid {
  const images = splitBatch(pictures).map((image, i) => imageCanvas(image, i));
  if (pairs.length === 0 || images.length !== 2 * pairs.length) {
    throw new RangeError(
      `Cannot lay out ${pairs.length} pairs with ${images.length} pictures: expected one pair or ` +
        "more, and two pictures each",
    );
  }
  const columns = Math.min(most, pairs.length);
  const width = 2 * PADDING + columns * PAIR + (columns - 1) * GAP;
  const captions = caption ? wrapText(caption, { ...SMALL, maxWidth: width - 2 * PADDING }) : [];
  const titles = wrapText(title, { ...TITLE, maxWidth: width - 2 * PADDING });
  const top = PADDING + 20 * titles.length + 8;
  const rowHeight = BAR + SIDE + 18 + LABEL_LINES * LINE + 16;
  const bottom = top + Math.ceil(pairs.length / columns) * rowHeight;
  const height = bottom + captions.length * LINE + PADDING;
  return new ImageGrid(width, height, title, (scale) => {
    const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    const write = (text: string, x: number, baseline: number, style: typeof TITLE) => {
      context.font = `${style.fontWeight} ${style.fontSize}px ${FONT_FAMILY}`;
      context.fillStyle = style.fill;
      context.fillText(text, x, baseline);
    };
    titles.forEach((line, i) => write(line, PADDING, PADDING + 15 + 20 * i, TITLE));
    captions.forEach((line, i) => write(line, PADDING, bottom + 11 + LINE * i, SMALL));
    pairs.forEach((pair, i) => {
      const x = PADDING + (i % columns) * (PAIR + GAP);
      const y = top + Math.floor(i / columns) * rowHeight;
      context.fillStyle = isGrave(pair) ? "#cf222e" : "#d4a72c";
      context.fillRect(x, y, PAIR, BAR);
      const heading = y + BAR + SIDE + 16;
      write(`${i + 1} · ${likeness(pair)}`, x, heading, { ...SMALL, fontWeight: 600, fill: INK });
      pair.films.forEach((film, j) => {
        const left = x + j * (SIDE + 2);
        drawFilm(context, images[2 * i + j], { x: left, y: y + BAR });
        const part = [film.split, film.className].filter(Boolean).join(" · ");
        write(part, left, heading + LINE, { ...SMALL, fill: INK });
        const names = wrapText(film.path, { ...SMALL, maxWidth: SIDE - 6, maxLines: 2 });
        names.forEach((line, k) => write(line, left, heading + (2 + k) * LINE, SMALL));
      });
    });
    return canvas;
  });
}

function likeness({ identical, correlation }: SuspectPair): string {
  return identical ? "the same file, byte for byte" : `correlation ${correlation.toFixed(3)}`;
}

function isGrave({ films: [a, b] }: SuspectPair): boolean {
  return a.split !== b.split || a.className !== b.className;
}

function drawFilm(
  context: ReturnType<Canvas["getContext"]>,
  film: Canvas,
  { x, y }: { x: number; y: number },
): void {
  context.fillStyle = "black";
  context.fillRect(x, y, SIDE, SIDE);
  const fit = SIDE / Math.max(film.width, film.height);
  const [width, height] = [film.width * fit, film.height * fit];
  context.drawImage(film, x + (SIDE - width) / 2, y + (SIDE - height) / 2, width, height);
}

const PADDING = 16;
const GAP = 24;
const SIDE = 160;
const PAIR = 2 * SIDE + 2;
const BAR = 4;
const LINE = 15;
const LABEL_LINES = 3;
const TITLE = { fontSize: 15, fontWeight: 600 as 400 | 600, fill: INK };
const SMALL = { fontSize: 11, fontWeight: 400 as 400 | 600, fill: MUTED_INK };
