import type { Canvas } from "./canvas.ts";
import { INK } from "./font.ts";
import {
  type GridImage,
  type ImageBatch,
  imageCanvas,
  rgbaCanvas,
  splitBatch,
} from "./image_canvas.ts";
import { beginSheet, LINE, PADDING, SMALL, TITLE } from "./sheet.ts";
import { wrapText } from "./text_layout.ts";

/** How a grid is laid out. */
export interface ImageGridOptions {
  /** Pictures in a row; as many as fit 640 pixels where left out. */
  columns?: number;
  /** Side of a picture's square cell in pixels; 146 where left out. */
  cellSize?: number;
  /** Text under each picture, in their order, `\n` between lines. */
  labels?: readonly string[];
  /** CSS colour of a bar under each picture, such as that of its class. */
  colors?: readonly string[];
  /** Semibold line above. */
  title?: string;
  /** Small print below. */
  caption?: string;
}

/** Pictures with labels that a notebook shows as PNG. */
export class ImageGrid {
  /**
   * @param width Width in pixels at scale 1.
   * @param height Height in pixels at scale 1.
   * @param title What stands in for the picture where only text can be shown.
   * @param draw Draws the grid, `scale` pixels a unit.
   */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly title: string,
    private readonly draw: (scale: number) => Canvas,
  ) {}

  /** The PNG as a data URL, as a canvas would give it. */
  toDataURL(): string {
    return this.draw(1).toDataURL("image/png");
  }

  /** The PNG's bytes, `scale` pixels a unit (2 where left out). */
  toPng(scale = 2): Uint8Array {
    return Uint8Array.fromBase64(base64(this.draw(scale)));
  }

  /** What the notebook kernel asks a value for. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "image/png": base64(this.draw(1)), "text/plain": `Images: ${this.title}` };
  }
}

/**
 * Lays pictures out in a grid, with labels under them.
 *
 * Each picture keeps its aspect inside a square black cell.
 *
 * @param images Pictures, or a batch of them (`[batch, height, width, channels]`).
 * @param options Columns, labels, title.
 * @returns The grid.
 * @throws {RangeError} Where there are no pictures, or their sizes and data disagree.
 *
 * @example
 * ```ts
 * import { imageGrid } from "lib/display/image_grid.ts";
 * const films = { data: new Uint8Array(2 * 8 * 8).fill(128), shape: [2, 8, 8, 1] };
 * imageGrid(films, { labels: ["Normal", "COVID-19"], title: "Two films" });
 * ```
 */
export function imageGrid(
  images: readonly GridImage[] | ImageBatch,
  options: ImageGridOptions = {},
): ImageGrid {
  const list = "shape" in images ? splitBatch(images) : images;
  if (list.length === 0) throw new RangeError("Cannot lay out a grid of no images");
  const pictures = list.map((image, i) => ({ ...image, canvas: imageCanvas(image, i) }));
  const { cellSize = 146, labels = [], colors = [], title, caption } = options;
  const columns = Math.min(
    options.columns ?? Math.max(1, Math.floor((640 - 2 * PADDING + GAP) / (cellSize + GAP))),
    list.length,
  );
  const width = 2 * PADDING + columns * (cellSize + GAP) - GAP;
  const textRoom = width - 2 * PADDING;
  const titles = title ? wrapText(title, { ...TITLE, maxWidth: textRoom }) : [];
  const captions = caption ? wrapText(caption, { ...SMALL, maxWidth: textRoom }) : [];
  const texts = list.map((_, i) => labelLines(labels[i] ?? "", cellSize));
  const bar = colors.length ? 4 : 0;
  const top = PADDING + titles.length * 20 + (titles.length ? 6 : 0);

  // A row is as high as its longest label asks for.
  const rows: { y: number; from: number }[] = [];
  let y = top;
  for (let from = 0; from < list.length; from += columns) {
    const lines = Math.max(...texts.slice(from, from + columns).map((t) => t.length));
    rows.push({ y, from });
    y += cellSize + bar + (lines ? 4 + lines * LINE : 0) + ROW_GAP;
  }
  const bottom = y - ROW_GAP + (captions.length ? 10 : 0);
  const height = Math.ceil(bottom + captions.length * LINE + PADDING);

  return new ImageGrid(width, height, title ?? `${list.length} pictures`, (scale) => {
    const layout = { width, height, titles, captions, bottom };
    const { canvas, context, write, show } = beginSheet(layout, scale);
    for (const row of rows) {
      pictures.slice(row.from, row.from + columns).forEach((image, column) => {
        const index = row.from + column;
        const x = PADDING + column * (cellSize + GAP);
        const place = show(image.canvas, { x, y: row.y, size: cellSize });
        if (image.overlay) {
          context.drawImage(rgbaCanvas(image.overlay), place.x, place.y, place.width, place.height);
        }
        if (colors[index]) {
          context.fillStyle = colors[index];
          context.fillRect(x, row.y + cellSize, cellSize, bar);
        }
        const baseline = row.y + cellSize + bar + LINE;
        texts[index].forEach((line, i) =>
          write(line, { ...SMALL, ...(i ? {} : { fill: INK }), x, y: baseline + i * LINE })
        );
      });
    }
    return canvas;
  });
}

function labelLines(label: string, maxWidth: number): string[] {
  if (!label) return [];
  return label.split("\n").flatMap((line) => wrapText(line, { ...SMALL, maxWidth, maxLines: 2 }));
}

function base64(canvas: Canvas): string {
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}

const GAP = 8;
const ROW_GAP = 12;
