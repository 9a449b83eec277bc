import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { classColors } from "./class_colors.ts";
import { drawPlot } from "./draw_plot.ts";

/** A film's size. */
export interface SizedFilm {
  className: string;
  /** Pixels; films without a known size are left out. */
  width: number;
  /** Pixels. */
  height: number;
}

/** Titles of a chart. */
export interface FilmSizesChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows the films' widths and heights as dots by class, on logarithmic axes, with the line of
 * square films: where classes stand apart, size alone gives the class away.
 *
 * @param films One entry a film.
 * @param options Titles.
 * @returns The chart.
 * @throws {RangeError} Where no film has a known size.
 *
 * @example
 * ```ts
 * import { filmSizesChart } from "lib/display/film_sizes_chart.ts";
 * filmSizesChart([{ className: "Normal", width: 1024, height: 800 }]);
 * ```
 */
export function filmSizesChart(
  films: readonly SizedFilm[],
  options: FilmSizesChartOptions = {},
): Chart {
  const sized = films.filter((film) => film.width > 0 && film.height > 0);
  if (sized.length === 0) throw new RangeError("Cannot show sizes: no film's size is known");
  const names = [...new Set(sized.map((film) => film.className))].sort();
  const colors = classColors(names);
  const sides = sized.flatMap((film) => [film.width, film.height]);
  const low = sides.reduce((a, b) => Math.min(a, b)) / 1.1;
  const high = sides.reduce((a, b) => Math.max(a, b)) * 1.1;
  const left = films.length - sized.length;
  const axis = {
    type: "log" as const,
    domain: [low, high],
    ticks: TICKS.filter((tick) => tick >= low && tick <= high),
    tickFormat: (value: number) => value.toLocaleString("en-US"),
    grid: true,
  };
  return drawPlot({
    title: options.title ?? "Sizes of the films",
    subtitle: options.subtitle ?? `n = ${sized.length.toLocaleString("en-US")} films` +
        (left ? `, ${left.toLocaleString("en-US")} of unknown size left out` : ""),
    caption: options.caption ?? "On the diagonal a film is square.",
    legend: names.map((label, i) => ({ label, color: colors[i], mark: "dot" })),
    height: 400,
    marginTop: 12,
    marginBottom: 42,
    marginLeft: 68,
    marginRight: 30,
    x: { ...axis, label: "width, pixels" },
    y: { ...axis, label: "height, pixels" },
    color: { domain: names, range: colors },
    marks: [
      Plot.line([[low, low], [high, high]], { stroke: "#8c959f", strokeDasharray: "4 4" }),
      Plot.dot(sized, {
        x: "width",
        y: "height",
        fill: "className",
        fillOpacity: 0.55,
        r: 3.5,
        stroke: "white",
        strokeWidth: 0.5,
      }),
    ],
  });
}

const TICKS = [50, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 4000, 6000];
