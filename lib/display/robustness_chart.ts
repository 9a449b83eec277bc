import * as Plot from "@observablehq/plot";
import { CORRUPTIONS } from "../data/corruptions/corruptions.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { type Chart, frameChart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { seriesColors } from "./series_colors.ts";

/** How curves of robustness are shown. */
export interface RobustnessChartOptions {
  title?: string;
  subtitle?: string;
}

/** Metrics that are drawn, and what they are called. */
const SERIES = [
  { metric: "accuracy", label: "accuracy" },
  { metric: "probability", label: "mean probability of the true class" },
  { metric: "refused", label: "refused by the gate" },
];

/**
 * Shows what changes to films do to a model: one small chart a change, from mild to severe.
 *
 * @param rows Rows of the topic `robustness`, of one model.
 * @param options Titles.
 * @returns The chart, three in a row; the dashed line is the accuracy on unchanged films.
 * @throws {RangeError} Where there are no rows of unchanged films.
 *
 * @example
 * ```ts ignore
 * import { robustnessChart } from "lib/display/robustness_chart.ts";
 * robustnessChart(rows, { subtitle: "58 films" });
 * ```
 */
export function robustnessChart(
  rows: readonly ResultRow[],
  { title = "What changes to a film do", subtitle }: RobustnessChartOptions = {},
): Chart {
  const none = rows.filter(({ control }) => control === "none");
  const whole = none.find(({ metric }) => metric === "accuracy");
  if (!whole) throw new RangeError("Cannot show robustness: no accuracy on unchanged films");
  const colors = seriesColors(SERIES.map(({ label }) => label));
  const points = rows.flatMap((row) => {
    const [name, severity] = row.control.split("=");
    return severity === undefined ? [] : [{ ...row, name, severity: Number(severity) }];
  });
  const names = Object.keys(CORRUPTIONS).filter((name) => points.some((p) => p.name === name));
  const parts = names.map((name) => {
    const { title, unit, none: neutral } = CORRUPTIONS[name];
    const unchanged = Number.isNaN(neutral)
      ? []
      : none.map((row) => ({ ...row, name, severity: neutral }));
    const own = [...points.filter((point) => point.name === name), ...unchanged]
      .sort((a, b) => a.severity - b.severity);
    const severities = [...new Set(own.map(({ severity }) => severity))];
    return drawPlot({
      title,
      width: PART_WIDTH,
      height: 176,
      marginTop: 10,
      marginBottom: 40,
      marginLeft: 40,
      marginRight: 12,
      x: {
        type: "point",
        domain: severities,
        label: unit,
        labelArrow: "none",
        labelAnchor: "center",
        tickFormat: (value: number) =>
          severities.length > 7 && isCrowded(value, severities)
            ? ""
            : String(value).replace("-", "−"),
      },
      y: { domain: [0, 1], ticks: 3, grid: true, label: null },
      marks: [
        Plot.frame({ stroke: "#d1d9e0" }),
        Plot.ruleY([whole.value], {
          stroke: colors[0],
          strokeDasharray: "4 3",
          strokeOpacity: 0.6,
        }),
        ...SERIES.flatMap(({ metric }, i) => {
          const data = own.filter((point) => point.metric === metric);
          return [
            Plot.line(data, { x: "severity", y: "value", stroke: colors[i], strokeWidth: 2 }),
            Plot.dot(data, { x: "severity", y: "value", fill: colors[i], r: 2.5 }),
          ];
        }),
      ],
    });
  });
  return frameChart(parts, {
    title,
    subtitle,
    columns: 3,
    legend: SERIES.map(({ label }, i) => ({ label, color: colors[i], mark: "line" as const })),
    caption:
      `Dashed: accuracy on the same ${whole.n} films unchanged. Accuracy counts every film, ` +
      "those that the gate refuses, too: a model is safe where it falls only as the gate rises. " +
      "These are changes that one can think of; another clinic changes more than this.",
  });
}

const PART_WIDTH = 232;

/** With many severities every other one is written. */
function isCrowded(value: number, severities: readonly number[]): boolean {
  return severities.indexOf(value) % 2 === 1;
}
