import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { INK } from "./font.ts";

/** What an op takes of one step. */
export interface OpTime {
  /** Name of the op. */
  op: string;
  /** Milliseconds a step. */
  ms: number;
}

/** A profile to be shown. */
export interface ShownProfile {
  /** Heading of its column; "" for a single one. */
  name: string;
  /** One row an op. */
  rows: readonly OpTime[];
}

/** How profiles are shown. */
export interface OpProfileChartOptions {
  /** Ops with a bar of their own; the others share one. @default 14 */
  most?: number;
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows where a training step's time goes: one bar an op, and one column a profile, before and
 * after for instance, on one scale.
 *
 * @param profiles One or several.
 * @param options Titles, number of bars.
 * @returns Ops from the longest down, each with its milliseconds and its share of the step.
 * @throws {RangeError} Where no op took any time.
 *
 * @example
 * ```ts
 * import { opProfileChart } from "lib/display/op_profile_chart.ts";
 * opProfileChart([{ name: "", rows: [{ op: "Conv2D", ms: 30 }, { op: "Relu", ms: 10 }] }]);
 * ```
 */
export function opProfileChart(
  profiles: readonly ShownProfile[],
  options: OpProfileChartOptions = {},
): Chart {
  const totals = profiles.map(({ rows }) => rows.reduce((sum, { ms }) => sum + ms, 0));
  const longest = new Map<string, number>();
  for (const { op, ms } of profiles.flatMap(({ rows }) => rows)) {
    longest.set(op, Math.max(longest.get(op) ?? 0, ms));
  }
  if (!totals.some((total) => total > 0)) {
    throw new RangeError("Cannot show where the time goes: no op took any");
  }
  const { most = 14 } = options;
  const order = [...longest.keys()].sort((a, b) => longest.get(b)! - longest.get(a)!);
  const own = order.slice(0, most);
  const rest = order.slice(most);
  const ops = rest.length ? [...own, `${rest.length} others`] : own;
  const bars = profiles.flatMap(({ name, rows }, i) =>
    ops.map((op, k) => {
      const ms = rows.filter((row) => k < own.length ? row.op === op : rest.includes(row.op))
        .reduce((sum, row) => sum + row.ms, 0);
      return { name, op, ms, share: totals[i] > 0 ? ms / totals[i] : 0 };
    })
  ).filter(({ ms }) => ms > 0);
  const columns = profiles.map(({ name }) => name);
  const labels = categoryLabels(ops, { maxWidth: 210, maxLines: 1 });
  const heading = (name: string) => `${name}: ${milliseconds(totals[columns.indexOf(name)])}`;
  const hasHeadings = profiles.length > 1;
  return drawPlot({
    title: options.title ?? "Where a training step's time goes",
    subtitle: options.subtitle,
    caption: options.caption ??
      "Milliseconds a step, and share of the step. In brackets: what is no op of TensorFlow.",
    height: (hasHeadings ? 34 : 14) + ops.length * 24 + 44,
    marginTop: hasHeadings ? 34 : 10,
    marginBottom: 44,
    marginLeft: labels.margin,
    marginRight: 16,
    x: {
      domain: [0, Math.max(...bars.map(({ ms }) => ms)) * (hasHeadings ? 1.7 : 1.25)],
      label: "milliseconds a step",
      grid: true,
      ticks: hasHeadings ? 4 : 6,
    },
    y: { domain: ops, label: null, padding: 0.22 },
    fx: { domain: columns, axis: null, padding: 0.06 },
    marks: [
      ...(hasHeadings
        ? [Plot.axisFx({ anchor: "top", label: null, fontWeight: 600, tickFormat: heading })]
        : []),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: labels.format }),
      Plot.barX(bars, {
        fx: "name",
        y: "op",
        x: "ms",
        fill: ({ op }: OpTime) => op.startsWith("(") ? OTHER : OP,
      }),
      Plot.ruleX([0]),
      Plot.text(bars, {
        fx: "name",
        y: "op",
        x: "ms",
        text: ({ ms, share }: { ms: number; share: number }) =>
          `${milliseconds(ms)} · ${percent(share)}`,
        textAnchor: "start",
        dx: 5,
        fontSize: 11,
        fill: INK,
        stroke: "white",
        strokeWidth: 3,
      }),
    ],
  });
}

function milliseconds(ms: number): string {
  return `${ms >= 10 ? Math.round(ms).toLocaleString("en-US") : ms.toFixed(ms >= 1 ? 1 : 2)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share >= 0.0995 ? 0 : 1)} %`;
}

const OP = "#0550ae";
const OTHER = "#8c959f";
