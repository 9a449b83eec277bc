import { Resvg } from "@resvg/resvg-js";
import { FONT_FAMILY, fontFiles } from "./font.ts";

/** How an SVG becomes pixels. */
export interface SvgToPngOptions {
  /** Pixels per SVG unit; 2 where left out, which is sharp on a dense screen and in print. */
  scale?: number;
}

/**
 * Draws an SVG as PNG, its text in the project's own font, so that no font need be installed.
 *
 * @param svg A self-contained SVG document.
 * @param options Scale.
 * @returns PNG bytes.
 * @throws {SyntaxError} Where the SVG cannot be parsed.
 *
 * @example
 * ```ts
 * import { svgToPng } from "lib/display/svg_to_png.ts";
 * const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`;
 * svgToPng(svg).slice(1, 4); // "PNG" in ASCII
 * ```
 */
export function svgToPng(svg: string, options: SvgToPngOptions = {}): Uint8Array {
  const { scale = 2 } = options;
  try {
    return new Resvg(svg, {
      fitTo: { mode: "zoom", value: scale },
      font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: FONT_FAMILY },
    }).render().asPng();
  } catch (error) {
    throw new SyntaxError(`Cannot draw an SVG as PNG: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
