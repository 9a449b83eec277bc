import * as Plot from "@observablehq/plot";
import { type Chart, frameChart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { seriesColors } from "./series_colors.ts";

/** What an epoch came to; `NaN` where it was not measured. */
export interface EpochRow {
  /** Counts from 1. */
  epoch: number;
  loss: number;
  /** In [0, 1]. */
  accuracy: number;
  /** In [0, 1]. */
  auc?: number;
  valLoss?: number;
  /** In [0, 1]. */
  valAccuracy?: number;
  /** In [0, 1]. */
  valAuc?: number;
  /** Names the run, such as its seed, where several are shown together. */
  run?: string | number;
}

/** Titles of a chart. */
export interface TrainingCurvesChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
  /** Epoch whose weights were kept; marked by a line. */
  bestEpoch?: number;
}

/**
 * Shows loss, accuracy and AUC over the epochs, on the training and the validation films.
 *
 * @param history Epochs of one run, or of several told apart by `run`.
 * @param options Titles, and the epoch kept.
 * @returns One panel a metric; one that was never measured is left out.
 * @throws {RangeError} Where nothing was measured.
 *
 * @example
 * ```ts
 * import { trainingCurvesChart } from "lib/display/training_curves_chart.ts";
 * trainingCurvesChart([{ epoch: 1, loss: 0.7, accuracy: 0.6, valLoss: 0.8, valAccuracy: 0.5 }]);
 * ```
 */
export function trainingCurvesChart(
  history: readonly EpochRow[],
  options: TrainingCurvesChartOptions = {},
): Chart {
  const panels = PANELS.map((panel) => ({ ...panel, points: pointsOf(history, panel) }))
    .filter(({ points }) => points.length > 0);
  if (panels.length === 0) {
    throw new RangeError("Cannot draw training curves: the history holds no measured epoch");
  }
  const width = Math.floor(640 / panels.length);
  const hasValidation = panels.some(({ points }) => points.some((p) => p.part === "validation"));
  const parts = hasValidation ? ["train", "validation"] : ["train"];
  const colors = seriesColors(parts);
  return frameChart(
    panels.map((panel) => drawPanel(panel, { width, bestEpoch: options.bestEpoch })),
    {
      width: 640,
      title: options.title ?? "Training",
      subtitle: options.subtitle,
      caption: options.caption,
      legend: parts.map((label, i) => ({ label, color: colors[i], mark: "line" })),
    },
  );
}

interface Point {
  epoch: number;
  part: "train" | "validation";
  line: string;
  value: number;
}

interface Panel {
  label: string;
  train: keyof EpochRow;
  validation: keyof EpochRow;
  /** Whether 1 is the best that can be. */
  isShare: boolean;
}

function pointsOf(history: readonly EpochRow[], panel: Panel): Point[] {
  return (["train", "validation"] as const).flatMap((part) =>
    history.map((row) => ({
      epoch: row.epoch,
      part,
      line: `${part} ${row.run ?? ""}`,
      value: Number(row[panel[part]] ?? NaN),
    }))
  ).filter((point) => Number.isFinite(point.value));
}

function drawPanel(
  { label, isShare, points }: Panel & { points: Point[] },
  { width, bestEpoch }: { width: number; bestEpoch?: number },
): Chart {
  const values = points.map((point) => point.value);
  const low = Math.min(...values);
  const numLines = new Set(points.map((point) => point.line)).size;
  const last = Math.max(...points.map((point) => point.epoch));
  const domain = isShare
    ? [Math.min(0.9, Math.floor(low * 10) / 10), 1]
    : [0, Math.max(...values) * 1.05 || 1];
  return drawPlot({
    width,
    height: 236,
    marginTop: 30,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: 14,
    x: {
      domain: [1, Math.max(2, last)],
      ticks: wholeTicks(last, Math.floor(width / 45)),
      tickFormat: String,
      label: "epoch",
    },
    y: { domain, grid: true, ticks: 5, label: null },
    color: { domain: ["train", "validation"], range: seriesColors(["train", "validation"]) },
    marks: [
      Plot.text([label], { frameAnchor: "top-left", dx: -30, dy: -22, fontWeight: 600 }),
      Plot.ruleY([domain[0]]),
      ...(bestEpoch === undefined
        ? []
        : [Plot.ruleX([bestEpoch], { stroke: "#8c959f", strokeDasharray: "3 3" })]),
      Plot.line(points, {
        x: "epoch",
        y: "value",
        z: "line",
        stroke: "part",
        strokeWidth: numLines > 2 ? 1.25 : 2,
        strokeOpacity: numLines > 2 ? 0.7 : 1,
      }),
      ...(last > 30 || numLines > 2 ? [] : [
        Plot.dot(points, { x: "epoch", y: "value", fill: "part", r: 2.5 }),
      ]),
    ],
  });
}

function wholeTicks(last: number, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((s) => last / s <= most) ?? 1000;
  const multiples = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return step >= 5 ? [1, ...multiples] : multiples;
}

const PANELS: Panel[] = [
  { label: "loss", train: "loss", validation: "valLoss", isShare: false },
  { label: "accuracy", train: "accuracy", validation: "valAccuracy", isShare: true },
  { label: "AUC", train: "auc", validation: "valAuc", isShare: true },
];
