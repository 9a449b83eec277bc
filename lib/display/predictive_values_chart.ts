import * as Plot from "@observablehq/plot";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { INK } from "./font.ts";

/** What a call is worth at one prevalence; `prevalenceCurve` gives such points. */
export interface PredictivePoint {
  /** Share of the ill, `(0, 1]`. */
  prevalence: number;
  /** Share of those called ill who are, `[0, 1]`. */
  ppv: number;
  /** Its interval. */
  ppvInterval: readonly [number, number];
  /** Share of those called healthy who are, `[0, 1]`. */
  npv: number;
  npvInterval: readonly [number, number];
}

/** Titles of the chart. */
export interface PredictiveValuesChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows what a call is worth where fewer are ill than among the films: positive and negative
 * predictive value over prevalence, with bands of uncertainty.
 *
 * @param points Rising prevalences.
 * @param options Titles.
 * @returns The chart; prevalence is on a logarithmic axis.
 * @throws {RangeError} Where there are no points.
 *
 * @example
 * ```ts
 * import { predictiveValuesChart } from "lib/display/predictive_values_chart.ts";
 * import { prevalenceCurve } from "lib/evaluation/prevalence_curve.ts";
 * const rate = { value: 0.9, low: 0.8, high: 0.95 };
 * predictiveValuesChart(prevalenceCurve({ sensitivity: rate, specificity: rate }));
 * ```
 */
export function predictiveValuesChart(
  points: readonly PredictivePoint[],
  options: PredictiveValuesChartOptions = {},
): Chart {
  if (points.length === 0) throw new RangeError("Cannot show predictive values: no prevalence");
  const kinds = [
    { value: "ppv", band: "ppvInterval", color: POSITIVE },
    { value: "npv", band: "npvInterval", color: NEGATIVE },
  ] as const;
  const ends = [points[0].prevalence, points[points.length - 1].prevalence];
  return drawPlot({
    title: options.title ?? "What a call is worth",
    subtitle: options.subtitle,
    caption: options.caption ??
      "Bands put the 95 % ends of sensitivity and specificity together. The rarer the disease, the " +
        "more alarms are false.",
    legend: [
      { label: "called positive: share who are", color: POSITIVE, mark: "line" },
      { label: "called negative: share who are not", color: NEGATIVE, mark: "line" },
    ],
    marginTop: 16,
    marginBottom: 44,
    marginLeft: 62,
    marginRight: 24,
    x: {
      type: "log",
      domain: ends,
      ticks: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].filter((x) => x >= ends[0] && x <= ends[1]),
      tickFormat: (value: number) => `${Number((100 * value).toFixed(1))} %`,
      label: "prevalence",
    },
    y: { domain: [0, 1], grid: true, ticks: 5, label: "predictive value" },
    marks: [
      ...kinds.flatMap(({ value, band, color }) => [
        Plot.areaY(points, {
          x: "prevalence",
          y1: (point: PredictivePoint) => point[band][0],
          y2: (point: PredictivePoint) => point[band][1],
          fill: color,
          fillOpacity: 0.15,
        }),
        Plot.line(points, { x: "prevalence", y: value, stroke: color, strokeWidth: 2.25 }),
        Plot.dot(points, { x: "prevalence", y: value, fill: color, r: 3 }),
      ]),
      Plot.text(points, {
        x: "prevalence",
        y: "ppv",
        text: ({ ppv }: PredictivePoint) => Number.isFinite(ppv) ? ppv.toFixed(2) : "",
        fontSize: 11,
        fill: INK,
        stroke: "white",
        strokeWidth: 3,
        dy: 14,
      }),
    ],
  });
}

const POSITIVE = "#bc4c00";
const NEGATIVE = "#0550ae";
