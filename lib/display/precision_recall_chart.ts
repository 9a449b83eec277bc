import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { CURVE_FRAME } from "./curve_frame.ts";
import { drawPlot } from "./draw_plot.ts";
import type { CurveChartOptions } from "./roc_chart.ts";
import { seriesColors } from "./series_colors.ts";

/** One precision–recall curve. */
export interface PrecisionRecallSeries {
  /** Class or model. */
  name: string;
  /** In [0, 1], as `precisionRecallCurve` gives it. */
  precision: readonly number[];
  /** In [0, 1], as `precisionRecallCurve` gives it. */
  recall: readonly number[];
  /** Written in the key where given. */
  averagePrecision?: number;
  /** Share of positive films, the precision of guessing; a dotted line where given. */
  prevalence?: number;
  /** CSS colour; that of the class for a chart by class. */
  color?: string;
}

/**
 * Shows precision–recall curves as steps: how pure the positive calls are against the share of
 * positive films found, beside the prevalence that guessing reaches.
 *
 * @param series Curves.
 * @param options Titles.
 * @returns The chart, square inside.
 * @throws {RangeError} Where there are no curves.
 *
 * @example
 * ```ts
 * import { precisionRecallChart } from "lib/display/precision_recall_chart.ts";
 * precisionRecallChart([{ name: "COVID-19", precision: [0.5, 1, 1], recall: [1, 1, 0] }]);
 * ```
 */
export function precisionRecallChart(
  series: readonly PrecisionRecallSeries[],
  options: CurveChartOptions = {},
): Chart {
  if (series.length === 0) {
    throw new RangeError("Cannot draw precision–recall curves: there are none");
  }
  const fallback = seriesColors(series.map(({ name }) => name));
  const colors = series.map(({ color }, i) => color ?? fallback[i]);
  const hasPrevalence = series.some(({ prevalence }) => prevalence !== undefined);
  return drawPlot({
    title: options.title ?? "Precision–recall curves",
    subtitle: options.subtitle,
    caption: options.caption ??
      (hasPrevalence ? "Dotted: precision of guessing, the share of positive films." : undefined),
    legend: series.map(({ name, averagePrecision }, i) => ({
      label: averagePrecision === undefined
        ? name
        : `${name}, average precision ${averagePrecision.toFixed(3)}`,
      color: colors[i],
      mark: "line",
    })),
    ...CURVE_FRAME,
    x: { domain: [0, 1], grid: true, ticks: 5, label: "recall (sensitivity)" },
    y: { domain: [0, 1], grid: true, ticks: 5, label: "precision (positive predictive value)" },
    marks: series.flatMap(({ precision, recall, prevalence }, i) => [
      ...(prevalence === undefined ? [] : [
        Plot.ruleY([prevalence], { stroke: colors[i], strokeDasharray: "1.5 4", strokeWidth: 1.5 }),
      ]),
      Plot.line(recall.map((x, k) => ({ x, y: precision[k] })), {
        x: "x",
        y: "y",
        curve: "step-after",
        stroke: colors[i],
        strokeWidth: 2.25,
        strokeOpacity: 0.9,
      }),
    ]),
  });
}
