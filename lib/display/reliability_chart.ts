import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { CURVE_FRAME } from "./curve_frame.ts";
import { drawPlot } from "./draw_plot.ts";
import type { CurveChartOptions } from "./roc_chart.ts";
import { seriesColors } from "./series_colors.ts";

/** Films whose predicted probabilities are alike. */
export interface ReliabilityBin {
  /** Mean predicted probability, [0, 1]. */
  predicted: number;
  /** Share of positive films, [0, 1]. */
  observed: number;
  /** Films in the bin; the dot's area follows it. */
  n: number;
  /** Lower end of the share's 95 % interval. */
  low?: number;
  /** Upper end. */
  high?: number;
}

/** Bins of one model. */
export interface ReliabilitySeries {
  name: string;
  bins: readonly ReliabilityBin[];
  /** CSS colour. */
  color?: string;
}

/**
 * Shows whether probabilities mean what they say: the share of positive films against the
 * predicted probability, beside the diagonal of a perfectly calibrated model.
 *
 * @param series Models; empty bins are left out.
 * @param options Titles.
 * @returns The chart, square inside.
 * @throws {RangeError} Where no bin holds a film.
 *
 * @example
 * ```ts
 * import { reliabilityChart } from "lib/display/reliability_chart.ts";
 * reliabilityChart([{ name: "E", bins: [{ predicted: 0.9, observed: 0.8, n: 20 }] }]);
 * ```
 */
export function reliabilityChart(
  series: readonly ReliabilitySeries[],
  options: CurveChartOptions = {},
): Chart {
  const fallback = seriesColors(series.map(({ name }) => name));
  const colors = series.map(({ color }, i) => color ?? fallback[i]);
  const filled = series.map(({ bins }) => bins.filter((bin) => bin.n > 0));
  if (filled.every((bins) => bins.length === 0)) {
    throw new RangeError("Cannot draw a reliability chart: no bin holds a film");
  }
  const sizes = filled.flat().map(({ n }) => n);
  // Bins of equal size need no area to tell them apart.
  const areAlike = sizes.length > 1 && Math.min(...sizes) > 0.8 * Math.max(...sizes);
  return drawPlot({
    title: options.title ?? "Are the probabilities right?",
    subtitle: options.subtitle,
    caption: options.caption ??
      "On the diagonal a probability is what it says. " +
        (areAlike
          ? `Each dot: ${
            Math.min(...sizes)
          } films or so, and their 95 % interval where there is a bar.`
          : "Area of a dot: films in the bin."),
    legend: series.map(({ name }, i) => ({ label: name, color: colors[i], mark: "dot" })),
    ...CURVE_FRAME,
    x: { domain: [0, 1], grid: true, ticks: 5, label: "predicted probability" },
    y: { domain: [0, 1], grid: true, ticks: 5, label: "share of positive films" },
    r: { range: [0, areAlike ? 6 : 14] },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: "#8c959f", strokeDasharray: "4 4" }),
      ...filled.flatMap((bins, i) => [
        Plot.ruleX(bins.filter((bin) => bin.low !== undefined && bin.high !== undefined), {
          x: "predicted",
          y1: "low",
          y2: "high",
          stroke: colors[i],
          strokeWidth: 1.5,
        }),
        Plot.line(bins, { x: "predicted", y: "observed", stroke: colors[i], strokeOpacity: 0.6 }),
        Plot.dot(bins, {
          x: "predicted",
          y: "observed",
          r: "n",
          fill: colors[i],
          fillOpacity: 0.85,
          stroke: "white",
        }),
      ]),
    ],
  });
}
