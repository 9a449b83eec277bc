import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { classColors } from "./class_colors.ts";
import { drawPlot } from "./draw_plot.ts";

/** One film's value. */
export interface ClassValue {
  className: string;
  /** In the unit that the chart names; `NaN` is left out. */
  value: number;
}

/** How values are binned and named. */
export interface HistogramChartOptions {
  /** What the values are, with their unit. */
  label: string;
  /** Bins over the range of all values; 30 where left out. */
  numBins?: number;
  /** Smallest and largest value shown; those found where left out. */
  domain?: [number, number];
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows how a value spreads within each class, one panel a class over a common axis, with the
 * class's median. Each panel is scaled to shares of its own class, so that a rare class is seen.
 *
 * @param values One entry a film.
 * @param options Name of the value, bins.
 * @returns The chart.
 * @throws {RangeError} Where no value is finite.
 *
 * @example
 * ```ts
 * import { histogramChart } from "lib/display/histogram_chart.ts";
 * histogramChart([{ className: "Normal", value: 117 }], { label: "mean grey level" });
 * ```
 */
export function histogramChart(
  values: readonly ClassValue[],
  options: HistogramChartOptions,
): Chart {
  const rows = values.filter((row) => Number.isFinite(row.value));
  if (rows.length === 0) throw new RangeError(`Cannot show ${options.label}: no value is finite`);
  const classes = [...new Set(rows.map((row) => row.className))].sort();
  const domain = options.domain ?? extent(rows.map((row) => row.value));
  const { numBins = 30 } = options;
  const step = (domain[1] - domain[0]) / numBins;
  const bars = classes.flatMap((className) => {
    const own = rows.filter((row) => row.className === className).map((row) => row.value);
    const counts = new Array(numBins).fill(0);
    for (const value of own) {
      const bin = Math.min(numBins - 1, Math.floor((value - domain[0]) / step));
      if (bin >= 0 && value <= domain[1]) counts[bin]++;
    }
    return counts.map((count, i) => ({
      className,
      x1: domain[0] + i * step,
      x2: domain[0] + (i + 1) * step,
      share: count / own.length,
    }));
  });
  const medians = classes.map((className) => {
    const own = rows.filter((row) => row.className === className).map((row) => row.value);
    return { className, median: median(own), n: own.length };
  });
  const names = categoryLabels(classes);
  return drawPlot({
    title: options.title,
    subtitle: options.subtitle ?? `n = ${rows.length.toLocaleString("en-US")} films`,
    caption: options.caption ?? "Height: share of the class's films. Line: the class's median.",
    height: 46 + 76 * classes.length,
    marginTop: 4,
    marginBottom: 42,
    marginLeft: names.margin + 10,
    marginRight: 24,
    x: { label: options.label, grid: true, domain },
    y: { axis: null },
    fy: { domain: classes, axis: null, padding: 0.12 },
    color: { domain: classes, range: classColors(classes) },
    marks: [
      Plot.axisFy({
        anchor: "left",
        label: null,
        tickFormat: (name: string) =>
          `${names.format(name)}\nn = ${medians[classes.indexOf(name)].n.toLocaleString("en-US")}`,
      }),
      Plot.rectY(bars, {
        fy: "className",
        x1: "x1",
        x2: "x2",
        y: "share",
        fill: "className",
        insetRight: 1,
      }),
      Plot.ruleX(medians, { fy: "className", x: "median", strokeWidth: 1.75 }),
      Plot.ruleY([0]),
    ],
  });
}

function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
