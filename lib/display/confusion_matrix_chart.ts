import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { INK } from "./font.ts";

/** How a confusion matrix is labelled. */
export interface ConfusionMatrixChartOptions {
  /** `[numClasses]`, in the order of rows and columns. */
  classNames: readonly string[];
  title?: string;
  subtitle?: string;
  caption?: string;
  /** Side of a cell in pixels; 96 where left out, less for many classes. */
  cellSize?: number;
}

/**
 * Shows a confusion matrix: the true class down, the predicted class across, in each cell the
 * number of films and its share of the true class, which the shade follows.
 *
 * @param matrix `[numClasses, numClasses]` counts, `matrix[true][predicted]`.
 * @param options Class names, titles.
 * @returns The chart, about 420 pixels wide for three classes; two fit side by side.
 * @throws {RangeError} Where the matrix does not fit the class names.
 *
 * @example
 * ```ts
 * import { confusionMatrixChart } from "lib/display/confusion_matrix_chart.ts";
 * confusionMatrixChart([[17, 1], [2, 18]], { classNames: ["COVID-19", "Normal"] });
 * ```
 */
export function confusionMatrixChart(
  matrix: readonly (readonly number[])[],
  options: ConfusionMatrixChartOptions,
): Chart {
  const { classNames, title = "Confusion matrix", subtitle, caption } = options;
  const numClasses = classNames.length;
  if (matrix.length !== numClasses || matrix.some((row) => row.length !== numClasses)) {
    throw new RangeError(
      `Cannot draw a confusion matrix of ${matrix.length} rows for ${numClasses} class names: ` +
        "expected as many rows and columns as names",
    );
  }
  const cellSize = options.cellSize ?? Math.max(44, Math.min(96, Math.floor(440 / numClasses)));
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const n = totals.reduce((sum, total) => sum + total, 0);
  const cells = matrix.flatMap((row, i) =>
    row.map((count, j) => ({
      truth: classNames[i],
      predicted: classNames[j],
      count,
      share: count / totals[i], // NaN for a class without films
    }))
  );
  const rows = categoryLabels(classNames, { maxWidth: 130 });
  const fontSize = cellSize < 90 ? 11 : 12;
  const columns = categoryLabels(classNames, { maxWidth: cellSize - 4, maxLines: 3, fontSize });
  const marginLeft = Math.max(rows.margin, 70) + 24;
  const lines = Math.max(...classNames.map((name) => columns.format(name).split("\n").length));
  const marginTop = 34 + 14 * lines;
  const ink = (cell: { share: number }) => cell.share > 0.6 ? "white" : INK;
  const small = cellSize < 60;
  return drawPlot({
    title,
    subtitle: subtitle ?? `n = ${n.toLocaleString("en-US")} films`,
    caption: caption ?? "Share: of the films of the true class.",
    width: Math.max(300, marginLeft + numClasses * cellSize + 20),
    height: marginTop + numClasses * cellSize + 6,
    marginTop,
    marginBottom: 6,
    marginLeft,
    marginRight: Math.max(20, 300 - marginLeft - numClasses * cellSize),
    x: { domain: classNames, axis: null, padding: 0.03 },
    y: { domain: classNames, label: "true class", padding: 0.03 },
    color: { type: "linear", domain: [0, 1], range: ["#f0f4f8", "#0b4f8a"], interpolate: "rgb" },
    marks: [
      Plot.axisY({
        label: "true class",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: marginLeft - 16,
        tickSize: 0,
        tickFormat: (name: string) =>
          `${rows.format(name)}\nn = ${totals[classNames.indexOf(name)].toLocaleString("en-US")}`,
      }),
      Plot.axisX({
        anchor: "top",
        label: "predicted class",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: marginTop - 14,
        tickSize: 0,
        lineAnchor: "bottom",
        fontSize,
        tickFormat: columns.format,
      }),
      Plot.cell(cells, {
        x: "predicted",
        y: "truth",
        fill: (cell: { share: number }) => Number.isNaN(cell.share) ? 0 : cell.share,
        rx: 3,
      }),
      Plot.text(cells, {
        x: "predicted",
        y: "truth",
        text: (cell: { count: number }) => cell.count.toLocaleString("en-US"),
        fill: ink,
        fontSize: small ? 13 : 18,
        fontWeight: 600,
        dy: small ? -6 : -8,
      }),
      Plot.text(cells, {
        x: "predicted",
        y: "truth",
        text: (cell: { share: number }) =>
          Number.isNaN(cell.share) ? "–" : `${Math.round(100 * cell.share)} %`,
        fill: ink,
        fontSize: 11,
        dy: small ? 9 : 13,
      }),
    ],
  });
}
