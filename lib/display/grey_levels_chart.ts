import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { classColors } from "./class_colors.ts";
import { drawPlot } from "./draw_plot.ts";

/** How often each grey level occurs in the films of a class. */
export interface GreyLevels {
  className: string;
  /** Pixels (or shares) in equal bins over [0, 255], such as 256 or 64 of them. */
  counts: readonly number[];
  /** Films that were counted; shown in the key where given. */
  n?: number;
}

/** Titles of a chart. */
export interface GreyLevelsChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows the grey levels of each class as a line: share of its pixels in each bin.
 *
 * @param classes One entry a class; each is scaled to a sum of 1.
 * @param options Titles.
 * @returns The chart.
 * @throws {RangeError} Where there are no classes, or one without pixels.
 *
 * @example
 * ```ts
 * import { greyLevelsChart } from "lib/display/grey_levels_chart.ts";
 * greyLevelsChart([{ className: "Normal", counts: [1, 4, 9, 2], n: 3 }]);
 * ```
 */
export function greyLevelsChart(
  classes: readonly GreyLevels[],
  options: GreyLevelsChartOptions = {},
): Chart {
  if (classes.length === 0) throw new RangeError("Cannot show grey levels: there are no classes");
  const names = classes.map(({ className }) => className);
  const colors = classColors(names);
  const points = classes.flatMap(({ className, counts }) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (!(total > 0)) throw new RangeError(`Cannot show grey levels: ${className} has no pixels`);
    const width = 256 / counts.length;
    return counts.map((count, i) => ({
      className,
      grey: (i + 0.5) * width - 0.5,
      share: count / total / width,
    }));
  });
  return drawPlot({
    title: options.title ?? "Grey levels by class",
    subtitle: options.subtitle,
    caption: options.caption,
    legend: classes.map(({ className, n }, i) => ({
      label: n === undefined ? className : `${className} (n = ${n.toLocaleString("en-US")})`,
      color: colors[i],
      mark: "line",
    })),
    height: 280,
    marginTop: 14,
    marginBottom: 42,
    marginLeft: 62,
    marginRight: 24,
    x: {
      domain: [0, 255],
      ticks: [0, 50, 100, 150, 200, 255],
      label: "grey level (0 black, 255 white)",
    },
    y: {
      grid: true,
      ticks: 5,
      percent: true,
      label: "pixels per grey level, %",
    },
    color: { domain: names, range: colors },
    marks: [
      Plot.ruleY([0]),
      Plot.areaY(points, { x: "grey", y1: 0, y2: "share", fill: "className", fillOpacity: 0.1 }),
      Plot.lineY(points, { x: "grey", y: "share", stroke: "className", strokeWidth: 2 }),
    ],
  });
}
