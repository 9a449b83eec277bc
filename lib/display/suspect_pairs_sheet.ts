import { INK } from "./font.ts";
import { type ImageBatch, imageCanvas, splitBatch } from "./image_canvas.ts";
import { ImageGrid } from "./image_grid.ts";
import { beginSheet, LINE, PADDING, SMALL, TITLE } from "./sheet.ts";
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
    const layout = { width, height, titles, captions, bottom };
    const { canvas, context, write, show } = beginSheet(layout, scale);
    pairs.forEach((pair, i) => {
      const x = PADDING + (i % columns) * (PAIR + GAP);
      const y = top + Math.floor(i / columns) * rowHeight;
      context.fillStyle = isGrave(pair) ? "#cf222e" : "#d4a72c";
      context.fillRect(x, y, PAIR, BAR);
      const heading = y + BAR + SIDE + 16;
      const bold = { ...SMALL, fontWeight: 600 as const, fill: INK };
      write(`${i + 1} · ${likeness(pair)}`, { ...bold, x, y: heading });
      pair.films.forEach((film, j) => {
        const left = x + j * (SIDE + 2);
        show(images[2 * i + j], { x: left, y: y + BAR, size: SIDE });
        const part = [film.split, film.className].filter(Boolean).join(" · ");
        write(part, { ...SMALL, fill: INK, x: left, y: heading + LINE });
        const names = wrapText(film.path, { ...SMALL, maxWidth: SIDE - 6, maxLines: 2 });
        names.forEach((line, k) => write(line, { ...SMALL, x: left, y: heading + (2 + k) * LINE }));
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

const GAP = 24;
const SIDE = 160;
const PAIR = 2 * SIDE + 2;
const BAR = 4;
const LABEL_LINES = 3;
