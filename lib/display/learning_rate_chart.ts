import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { seriesColors } from "./series_colors.ts";

/** One step of a range test. */
export interface LearningRateRow {
  learningRate: number;
  loss: number;
  /** Exponential average of the losses up to here. */
  smoothed: number;
}

/** How a range test is shown. */
export interface LearningRateChartOptions {
  /** Rate suggested; none where left out or `NaN`. */
  suggested?: number;
  /** Rate that the experiment trains with. */
  used?: number;
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows a range test: the loss while the learning rate climbs, on a logarithmic axis.
 *
 * @param rows Steps in order.
 * @param options Rates to mark, titles.
 * @returns The chart.
 * @throws {RangeError} Where there are fewer than two steps.
 *
 * @example
 * ```ts
 * import { learningRateChart } from "lib/display/learning_rate_chart.ts";
 * const rows = [0.7, 0.6, 0.4].map((loss, i) => ({
 *   learningRate: 10 ** (i - 4),
 *   loss,
 *   smoothed: loss,
 * }));
 * learningRateChart(rows, { suggested: 1e-3 });
 * ```
 */
export function learningRateChart(
  rows: readonly LearningRateRow[],
  { suggested = NaN, used = NaN, ...titles }: LearningRateChartOptions = {},
): Chart {
  if (rows.length < 2) {
    throw new RangeError(`Cannot show a range test of ${rows.length} steps: expected at least two`);
  }
  const smoothed = rows.map((row) => row.smoothed);
  // A loss that runs away would press the rest flat.
  const top = Math.min(Math.max(...smoothed), 1.6 * smoothed[0]) * 1.05;
  const shown = rows.filter(({ loss }) => loss <= top);
  const bottom = Math.min(...smoothed, ...shown.map(({ loss }) => loss));
  const [line, mark, own] = seriesColors(["loss", "suggested", "used"]);
  const marks = [
    { rate: suggested, color: mark, name: "suggested" },
    { rate: used, color: own, name: "used" },
  ].filter(({ rate }) => Number.isFinite(rate));
  return drawPlot({
    title: titles.title ?? "Loss while the learning rate climbs",
    subtitle: titles.subtitle,
    caption: titles.caption ??
      "Dots: the loss of each batch. Line: their running average. Suggested is where it falls most " +
        "steeply.",
    legend: [
      { label: "running average", color: line, mark: "line" },
      ...marks.map(({ rate, color, name }) => ({
        label: `${name}: ${written(rate)}`,
        color,
        mark: "dashed" as const,
      })),
    ],
    height: 300,
    marginTop: 12,
    marginBottom: 46,
    marginLeft: 66,
    marginRight: 20,
    x: {
      type: "log",
      domain: [rows[0].learningRate, rows.at(-1)!.learningRate],
      ticks: powersOfTen(rows),
      tickFormat: written,
      label: "learning rate",
    },
    y: { domain: [bottom - 0.05 * (top - bottom), top], grid: true, ticks: 5, label: "loss" },
    marks: [
      Plot.frame({ stroke: "#d1d9e0" }),
      Plot.dot(shown, {
        x: "learningRate",
        y: "loss",
        r: 2,
        fill: line,
        fillOpacity: 0.35,
      }),
      ...marks.map(({ rate, color }) =>
        Plot.ruleX([rate], { stroke: color, strokeWidth: 2, strokeDasharray: "5 3" })
      ),
      Plot.line(rows, {
        x: "learningRate",
        y: "smoothed",
        stroke: line,
        strokeWidth: 2,
        clip: true,
      }),
    ],
  });
}

/** Powers of ten between the first and the last rate, both ends included where they are some. */
function powersOfTen(rows: readonly LearningRateRow[]): number[] {
  const [first, last] = [rows[0], rows.at(-1)!].map((row) => Math.log10(row.learningRate));
  const powers: number[] = [];
  for (let power = Math.ceil(first - 1e-9); power <= last + 1e-9; power++) powers.push(10 ** power);
  return powers.length > 1 ? powers : [rows[0].learningRate, rows.at(-1)!.learningRate];
}

/** A rate for reading, such as 4e−3 or 1.6e−2. */
function written(rate: number): string {
  const [digits, power] = rate.toExponential(1).split("e");
  return `${digits.replace(".0", "")}e${power.replace("+", "").replace("-", "−")}`;
}
