import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { createCanvas } from "./canvas.ts";
import { type Chart, frameChart, type FrameOptions } from "./chart.ts";
import { colorLegend } from "./color_legend.ts";

/** Observable Plot's options, and a frame around the drawing. */
export interface DrawPlotOptions extends Omit<Plot.PlotOptions, "title" | "subtitle" | "caption"> {
  /** See {@linkcode FrameOptions}. */
  title?: string;
  /** See {@linkcode FrameOptions}. */
  subtitle?: string;
  /** See {@linkcode FrameOptions}. */
  caption?: string;
  /** A key of one's own; one of the colour scale is drawn where `color.legend` is true. */
  legend?: FrameOptions["legend"];
}

/**
 * Draws with Observable Plot, without a browser, into one self-contained SVG.
 *
 * Plot itself answers with a `<figure>` of HTML where there is a title, a caption or a legend; here
 * they are drawn inside the SVG, so that a chart is always one picture.
 *
 * @param options Plot's options; titles and caption as text; 640 × 360 pixels, 12 px type and axis
 *   labels in the middle where left out.
 * @returns The chart.
 *
 * @example
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { drawPlot } from "lib/display/draw_plot.ts";
 * drawPlot({ title: "A line", marks: [Plot.line([[0, 0], [1, 2]])] });
 * ```
 */
export function drawPlot(options: DrawPlotOptions): Chart {
  const { title, subtitle, caption, legend, width = 640, height = 360, ...rest } = options;
  const element = Plot.plot({
    ...rest,
    width,
    height,
    figure: false,
    x: { labelArrow: "none", labelAnchor: "center", ...rest.x },
    y: {
      labelArrow: "none",
      labelAnchor: "center",
      labelOffset: (rest.marginLeft ?? 40) - 16,
      ...rest.y,
    },
    color: withoutLegend(rest.color),
    opacity: withoutLegend(rest.opacity),
    symbol: withoutLegend(rest.symbol),
    document: chartDocument(),
    // deno-lint-ignore no-explicit-any -- Plot's types speak of the browser's DOM
  } as any) as any;
  const part = { body: svgBody(element), width, height };
  if (!rest.color?.legend) return frameChart([part], { title, subtitle, caption, legend });
  const key = colorLegend(element.scale("color"), { label: rest.color.label ?? undefined });
  if (Array.isArray(key)) {
    return frameChart([part], { title, subtitle, caption, legend: legend ?? key });
  }
  return frameChart([key as typeof part, part], { title, subtitle, caption, legend, columns: 1 });
}

function withoutLegend<T extends object>(scale: T | undefined): T | undefined {
  return scale && { ...scale, legend: false };
}

/** linkedom's document, with a real canvas for Plot's rasters. */
function chartDocument(): unknown {
  // deno-lint-ignore no-explicit-any -- linkedom's types speak of the browser's DOM
  const { document } = parseHTML("<!doctype html><body></body>") as any;
  const createElement = document.createElement.bind(document);
  document.createElement = (name: string, ...more: unknown[]) =>
    name === "canvas" ? createCanvas(300, 150) : createElement(name, ...more);
  return document;
}

/** What Plot drew, less its style sheet, with fewer decimals and identifiers of its own. */
function svgBody(svg: { innerHTML: string }): string {
  const markup = svg.innerHTML
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replaceAll("var(--plot-background)", "white")
    .replace(GEOMETRY, (_, name, value) => ` ${name}="${value.replace(LONG_NUMBER, shorter)}"`);
  // Plot counts its clip paths up; two charts in one page need different ones, and the same chart
  // drawn twice the same.
  const prefix = `c${hash(markup.replace(CLIP, "clip"))}-`;
  const ids = [...new Set(markup.match(CLIP) ?? [])];
  const named = markup.replace(CLIP, (id) => prefix + ids.indexOf(id));
  return `<g text-anchor="middle">${named}</g>`;
}

const GEOMETRY = / (d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|points|transform)="([^"]*)"/g;
const LONG_NUMBER = /-?\d+\.\d{3,}(e-?\d+)?/g;
const CLIP = /plot-clip-\d+/g;

function shorter(number: string): string {
  return String(Math.round(Number(number) * 100) / 100);
}

function hash(text: string): string {
  let h = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}
