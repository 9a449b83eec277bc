import { writeFileAtomic } from "../data/write_file.ts";

/** What can be saved as a picture: a chart (SVG and PNG) or a grid of images (PNG). */
export interface Figure {
  /** The SVG document, where there is one. */
  svg?: string;
  /** PNG bytes, `scale` pixels a unit. */
  toPng(scale?: number): Uint8Array;
}

/**
 * Saves a figure beside the results, as `<file>.png` and, where it has one, `<file>.svg`, and hands
 * it back, so that a notebook's cell can end with it.
 *
 * @param figure Chart or image grid.
 * @param file Path without extension; its folder is made where it is missing.
 * @returns The same figure.
 * @throws {Error} Where a file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { drawPlot } from "lib/display/draw_plot.ts";
 * import { saveFigure } from "lib/display/save_figure.ts";
 * const dir = await Deno.makeTempDir();
 * await saveFigure(drawPlot({ title: "Empty" }), `${dir}/empty`); // empty.svg, empty.png
 * ```
 */
export async function saveFigure<F extends Figure>(figure: F, file: string): Promise<F> {
  if (figure.svg !== undefined) await writeFileAtomic(`${file}.svg`, figure.svg);
  await writeFileAtomic(`${file}.png`, figure.toPng(2));
  return figure;
}
