import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { INK } from "./font.ts";
import { signedNumber } from "./signed_number.ts";

/** A model on folds that keep patients together, and on folds that do not. */
export interface FoldGap {
  model: string;
  /** The metric where copies and patients stay on one side. */
  grouped: number;
  /** The metric where films are dealt one by one. */
  random: number;
  /** Ends of the 95 % interval of `grouped`; none is drawn where they are `NaN`. */
  low?: number;
  high?: number;
}

/** How a gap is shown. */
export interface FoldGapChartOptions {
  /** Name of the metric. @default "accuracy" */
  label?: string;
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows how much random folds flatter: for each model a filled dot where copies and patients stay
 * together, with its interval, and a hollow one where they do not.
 *
 * @param rows One a model, from top to bottom.
 * @param options Name of the metric, titles.
 * @returns The chart.
 * @throws {RangeError} Where no model has both values.
 *
 * @example
 * ```ts
 * import { foldGapChart } from "lib/display/fold_gap_chart.ts";
 * foldGapChart([{ model: "nested", grouped: 0.97, random: 0.98, low: 0.95, high: 0.99 }]);
 * ```
 */
export function foldGapChart(
  rows: readonly FoldGap[],
  { label = "accuracy", ...texts }: FoldGapChartOptions = {},
): Chart {
  const shown = rows.filter(({ grouped, random }) =>
    Number.isFinite(grouped) && Number.isFinite(random)
  );
  if (shown.length === 0) {
    throw new RangeError("Cannot show a gap: no model has both grouped and random folds");
  }
  const models = shown.map(({ model }) => model);
  const names = categoryLabels(models, { maxWidth: 200 });
  const whole = shown.filter(({ low = NaN, high = NaN }) => Number.isFinite(low + high));
  const least = Math.min(
    ...shown.flatMap(({ grouped, random, low }) => [grouped, random, low ?? 1]),
  );
  const low = Math.max(0, Math.floor(least * 20 - 0.2) / 20);
  const middle = (low + 1) / 2;
  return drawPlot({
    title: texts.title ?? "How much random folds flatter",
    subtitle: texts.subtitle,
    caption: texts.caption ??
      "Filled: copies and patients stay on one side; bar: its 95 % interval. Ring: films dealt one " +
        "by one.",
    legend: [
      { label: "grouped folds", color: BLUE, mark: "dot" },
      { label: "random folds", color: ORANGE, mark: "dot" },
    ],
    height: 14 + shown.length * 34 + 46,
    marginTop: 14,
    marginBottom: 46,
    marginLeft: Math.max(names.margin, 60) + 8,
    marginRight: 24,
    x: {
      domain: [low, 1],
      grid: true,
      ticks: 6,
      tickFormat: (value: number) => value.toFixed(2),
      label,
      labelOffset: 38,
    },
    y: { domain: models, label: null, padding: 0.55 },
    marks: [
      Plot.frame({ stroke: "#d1d9e0" }),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: names.format }),
      Plot.ruleY(whole, {
        y: "model",
        x1: "low",
        x2: "high",
        stroke: BLUE,
        strokeOpacity: 0.35,
        strokeWidth: 4,
        dy: 4,
      }),
      Plot.arrow(shown.filter(({ grouped, random }) => Math.abs(grouped - random) > 0.004), {
        y: "model",
        x1: "grouped",
        x2: "random",
        stroke: ORANGE,
        strokeWidth: 1.5,
        headLength: 6,
        dy: 4,
      }),
      Plot.dot(shown, {
        y: "model",
        x: "random",
        fill: "white",
        stroke: ORANGE,
        strokeWidth: 2,
        r: 5,
        dy: 4,
      }),
      Plot.dot(shown, { y: "model", x: "grouped", fill: BLUE, stroke: "white", r: 5, dy: 4 }),
      ...(["start", "end"] as const).map((textAnchor) =>
        Plot.text(shown.filter(({ grouped }) => (grouped > middle) === (textAnchor === "end")), {
          y: "model",
          x: "grouped",
          text: ({ grouped, random }: FoldGap) =>
            `${grouped.toFixed(3)}, random ${signedNumber(random - grouped, 3)}`,
          fontSize: 11,
          fill: INK,
          stroke: "white",
          strokeWidth: 4,
          textAnchor,
          dx: textAnchor === "end" ? 6 : -6,
          dy: -9,
        })
      ),
    ],
  });
}

const BLUE = "#0550ae";
const ORANGE = "#bc4c00";
