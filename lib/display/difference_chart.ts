import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { INK } from "./font.ts";
import { intervalMarks } from "./interval_marks.ts";
import { signedNumber } from "./signed_number.ts";

/** How much better one model is than another on the same films. */
export interface DifferenceRow {
  model: string;
  /** Its metric less the other's. */
  value: number;
  /** Ends of the 95 % interval; `NaN` where there is none. */
  low: number;
  high: number;
}

/** How differences are shown. */
export interface DifferenceChartOptions {
  /** Name of the metric. */
  label: string;
  /** The model that all are compared with. */
  reference: string;
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows how far models lie above or below one of them: a dot, its 95 % interval, and the line at
 * zero, which an interval crosses where either may be the better one.
 *
 * @param rows One a model, from top to bottom.
 * @param options See {@linkcode DifferenceChartOptions}.
 * @returns The chart.
 * @throws {RangeError} Where no row has a value.
 *
 * @example
 * ```ts
 * import { differenceChart } from "lib/display/difference_chart.ts";
 * differenceChart([{ model: "A+", value: 0.03, low: -0.02, high: 0.08 }], {
 *   label: "accuracy",
 *   reference: "A",
 * });
 * ```
 */
export function differenceChart(
  rows: readonly DifferenceRow[],
  { label, reference, ...texts }: DifferenceChartOptions,
): Chart {
  const shown = rows.filter(({ value }) => Number.isFinite(value));
  if (shown.length === 0) {
    throw new RangeError(`Cannot show differences of ${label}: none is known`);
  }
  const models = shown.map(({ model }) => model);
  const names = categoryLabels(models, { maxWidth: 165 });
  const ends = shown.flatMap(({ value, low, high }) => [value, low, high]).filter(Number.isFinite);
  const reach = 1.08 * Math.max(0.01, ...ends.map(Math.abs));
  return drawPlot({
    title: texts.title ?? `Difference in ${label} from ${reference}`,
    subtitle: texts.subtitle,
    caption: texts.caption ??
      `Right of zero: better than ${reference}. Bar: the difference's 95 % interval, film by film.`,
    height: 14 + shown.length * 36 + 46,
    marginTop: 14,
    marginBottom: 46,
    marginLeft: Math.max(names.margin, 60) + 8,
    marginRight: 20,
    x: {
      domain: [-reach, reach],
      grid: true,
      ticks: 7,
      tickFormat: (value: number) => value === 0 ? "0" : signedNumber(value, 2),
      label: `difference in ${label}`,
      labelOffset: 38,
    },
    y: { domain: models, label: null, padding: 0.55 },
    marks: [
      Plot.axisY({ tickSize: 0, label: null, tickFormat: names.format }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.25 }),
      ...intervalMarks(shown, { text: ({ value }) => signedNumber(value, 3) }),
    ],
  });
}
