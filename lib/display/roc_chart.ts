import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { CURVE_FRAME } from "./curve_frame.ts";
import { drawPlot } from "./draw_plot.ts";
import { seriesColors } from "./series_colors.ts";

/** One ROC curve. */
export interface RocSeries {
  /** Class or model. */
  name: string;
  /** In [0, 1], as `rocCurve` gives it. */
  falsePositiveRate: readonly number[];
  /** In [0, 1], as `rocCurve` gives it. */
  truePositiveRate: readonly number[];
  /** Area under the curve, written in the key where given. */
  auc?: number;
  /** CSS colour; that of the class for a chart by class. */
  color?: string;
}

/** Titles of a chart. */
export interface CurveChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows ROC curves: share of the positive films found against the share of false alarms, beside
 * the diagonal of guessing.
 *
 * @param series Curves.
 * @param options Titles.
 * @returns The chart, square inside.
 * @throws {RangeError} Where there are no curves.
 *
 * @example
 * ```ts
 * import { rocChart } from "lib/display/roc_chart.ts";
 * rocChart([{
 *   name: "COVID-19",
 *   falsePositiveRate: [0, 0, 1],
 *   truePositiveRate: [0, 1, 1],
 *   auc: 1,
 * }]);
 * ```
 */
export function rocChart(series: readonly RocSeries[], options: CurveChartOptions = {}): Chart {
  if (series.length === 0) throw new RangeError("Cannot draw ROC curves: there are none");
  const fallback = seriesColors(series.map(({ name }) => name));
  const colors = series.map(({ color }, i) => color ?? fallback[i]);
  const points = series.flatMap(({ falsePositiveRate, truePositiveRate }, i) =>
    falsePositiveRate.map((x, k) => ({ x, y: truePositiveRate[k], curve: i }))
  );
  return drawPlot({
    title: options.title ?? "ROC curves",
    subtitle: options.subtitle,
    caption: options.caption,
    legend: series.map(({ name, auc }, i) => ({
      label: auc === undefined ? name : `${name}, AUC ${auc.toFixed(3)}`,
      color: colors[i],
      mark: "line",
    })),
    ...CURVE_FRAME,
    x: { domain: [0, 1], grid: true, ticks: 5, label: "false positive rate (1 − specificity)" },
    y: { domain: [0, 1], grid: true, ticks: 5, label: "true positive rate (sensitivity)" },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: "#8c959f", strokeDasharray: "4 4" }),
      Plot.text([[0.72, 0.72]], {
        text: ["guessing"],
        fill: "#59636e",
        fontSize: 11,
        rotate: -45,
        dx: 9,
        dy: 9,
      }),
      ...series.map((_, i) =>
        Plot.line(points.filter((point) => point.curve === i), {
          x: "x",
          y: "y",
          stroke: colors[i],
          strokeWidth: 2.25,
          strokeOpacity: 0.9,
        })
      ),
    ],
  });
}
