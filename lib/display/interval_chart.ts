import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { MUTED_INK } from "./font.ts";
import { INTERVAL_BLUE, intervalMarks } from "./interval_marks.ts";
import { wrapText } from "./text_layout.ts";

/** A metric of a model on a test set. */
export interface IntervalRow {
  model: string;
  /** Test set, such as `clean test`. */
  set: string;
  value: number;
  /** Lower end of the 95 % interval; `NaN` where there is none. */
  low: number;
  /** Upper end; `NaN` where there is none. */
  high: number;
  /** Films of the test set. */
  n?: number;
  /** The metric of each seed, drawn as faint dots behind. */
  seeds?: readonly number[];
}

/** What a model has to beat on a test set: a method without a network. */
export interface FloorLine {
  name: string;
  set: string;
  value: number;
}

/** How intervals are shown. */
export interface IntervalChartOptions {
  /** Name of the metric. */
  label: string;
  /** Dashed lines, one a floor and test set. */
  floors?: readonly FloorLine[];
  /** Ends of the axis; from just below the lowest number to 1 where left out. */
  domain?: [number, number];
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows a metric of every model on every test set: a dot, its 95 % interval, and beside them the
 * floors that need no network.
 *
 * @param rows One a model and test set, models and sets in the order of their first row.
 * @param options Name of the metric, floors.
 * @returns The chart, one column a test set.
 * @throws {RangeError} Where no row has a value.
 *
 * @example
 * ```ts
 * import { intervalChart } from "lib/display/interval_chart.ts";
 * intervalChart([{ model: "E", set: "clean test", value: 0.8, low: 0.68, high: 0.88, n: 58 }], {
 *   label: "accuracy",
 *   floors: [{ name: "thumbnail", set: "clean test", value: 0.897 }],
 * });
 * ```
 */
export function intervalChart(
  rows: readonly IntervalRow[],
  options: IntervalChartOptions,
): Chart {
  const shown = rows.filter((row) => Number.isFinite(row.value));
  if (shown.length === 0) throw new RangeError(`Cannot show ${options.label}: no row has a value`);
  const sets = [...new Set(shown.map((row) => row.set))];
  const allFloors = (options.floors ?? []).filter((floor) => sets.includes(floor.set));
  const models = [...new Set(shown.map((row) => row.model))];
  const names = categoryLabels(models, { maxWidth: 165 });
  const marginLeft = Math.max(names.margin, 60) + 8;
  const setWidth = (640 - marginLeft - 20) / sets.length;
  const headings = new Map(sets.map((set) => [set, heading(set, shown, setWidth)]));
  const headingLines = Math.max(...[...headings.values()].map((text) => text.split("\n").length));
  const marginTop = 14 + headingLines * 14;
  const seeds = shown.flatMap((row) => (row.seeds ?? []).map((value) => ({ ...row, value })));
  const domain = options.domain ?? [lowest([...shown, ...seeds, ...allFloors]), 1];
  const floors = allFloors.filter(({ value }) => value >= domain[0] && value <= domain[1]);
  const floorNames = [...new Set(floors.map((floor) => floor.name))];
  const floorStyles = floorNames.map((_, i) => FLOOR_STYLES[i % FLOOR_STYLES.length]);
  return drawPlot({
    title: options.title ?? `${options.label[0].toUpperCase()}${options.label.slice(1)} by model`,
    subtitle: options.subtitle,
    caption: options.caption ??
      "Dot: the model. Bar: its 95 % interval." +
        (seeds.length ? " Rings: single seeds." : "") +
        (floors.length ? " Dashed: what needs no network." : ""),
    legend: floorNames.map((label, i) => ({ label, color: floorStyles[i], mark: "dashed" })),
    height: marginTop + models.length * 36 + 46,
    marginTop,
    marginBottom: 46,
    marginLeft,
    marginRight: 20,
    x: {
      domain,
      clamp: true,
      grid: true,
      insetLeft: 4,
      insetRight: 8,
      ticks: ticksInside(domain, setWidth / 34),
      tickFormat: (value: number) => String(value),
      label: options.label,
      labelOffset: 38,
    },
    y: { domain: models, label: null, padding: 0.55 },
    fx: { domain: sets, axis: null, padding: 0.09 },
    marks: [
      Plot.axisFx({
        anchor: "top",
        label: null,
        fontWeight: 600,
        tickFormat: (set: string) => headings.get(set)!,
      }),
      Plot.frame({ stroke: "#d1d9e0" }),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: names.format }),
      ...floorNames.map((name, i) =>
        Plot.ruleX(floors.filter((floor) => floor.name === name), {
          fx: "set",
          x: "value",
          stroke: floorStyles[i],
          strokeWidth: 1.75,
          strokeDasharray: "5 3",
        })
      ),
      Plot.dot(seeds, {
        fx: "set",
        y: "model",
        x: "value",
        stroke: INTERVAL_BLUE,
        strokeOpacity: 0.45,
        strokeWidth: 1,
        r: 3,
        dy: 4,
      }),
      ...intervalMarks(shown, { fx: "set", text: ({ value }) => value.toFixed(2) }),
    ],
  });
}

/** Name of the test set and its films, in lines that fit the column. */
function heading(set: string, rows: readonly IntervalRow[], maxWidth: number): string {
  const sizes = rows.filter((row) => row.set === set).map((row) => row.n ?? NaN);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const n = Number.isNaN(low) ? "" : low === high ? `n = ${low}` : `n = ${low} to ${high}`;
  const lines = wrapText(set, { maxWidth: maxWidth - 8, maxLines: 2, fontWeight: 600 });
  return [...lines, n].filter(Boolean).join("\n");
}

function lowest(rows: readonly { value: number; low?: number }[]): number {
  const values = rows.flatMap(({ value, low }) => [value, low ?? NaN]).filter(Number.isFinite);
  return Math.min(0.9, Math.floor(Math.min(...values) * 20 - 0.2) / 20);
}

/** Round numbers above the axis's lower end, whose label would meet the neighbour's upper one. */
function ticksInside([low, high]: readonly number[], most: number): number[] {
  const step = [0.02, 0.05, 0.1, 0.2, 0.5].find((s) => (high - low) / s <= most) ?? 1;
  const ticks: number[] = [];
  for (let i = Math.floor(low / step) + 1; i * step <= high + 1e-9; i++) {
    ticks.push(Number((i * step).toFixed(2)));
  }
  return ticks;
}

const FLOOR_STYLES = ["#bf3989", MUTED_INK, "#b8860b", "#1a7f37", "#8250df"];
