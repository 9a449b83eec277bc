import * as Plot from "@observablehq/plot";
import { categoryLabels } from "./category_labels.ts";
import type { Chart } from "./chart.ts";
import { classColors } from "./class_colors.ts";
import { drawPlot } from "./draw_plot.ts";

/** What a film must tell to be counted. */
export interface CountedFilm {
  className: string;
  /** Part of the data; `""` where none is published. */
  split: string;
}

/** Titles of a chart. */
export interface ClassCountsChartOptions {
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Counts films by class and split, as bars with their numbers.
 *
 * @param films One entry a film.
 * @param options Titles.
 * @returns Classes from the most frequent down, splits below each other.
 * @throws {RangeError} Where there are no films.
 *
 * @example
 * ```ts
 * import { classCountsChart } from "lib/display/class_counts_chart.ts";
 * classCountsChart([{ className: "Normal", split: "train" }]);
 * ```
 */
export function classCountsChart(
  films: readonly CountedFilm[],
  options: ClassCountsChartOptions = {},
): Chart {
  if (films.length === 0) throw new RangeError("Cannot count films by class: there are none");
  const splits = SPLITS.filter((split) => films.some((film) => film.split === split));
  for (const film of films) if (!splits.includes(film.split)) splits.push(film.split);
  const totals = new Map<string, number>();
  for (const { className } of films) totals.set(className, (totals.get(className) ?? 0) + 1);
  const classes = [...totals.keys()].sort((a, b) => totals.get(b)! - totals.get(a)!);
  const shades = classColors(classes);
  const colors = new Map(classes.map((name, i) => [name, shades[i]]));
  const bars = classes.flatMap((className) =>
    splits.map((split) => ({
      className,
      split,
      color: tint(colors.get(className)!, TINTS[splits.indexOf(split)] ?? 0.7),
      count: films.filter((film) => film.className === className && film.split === split).length,
    }))
  );
  const left = categoryLabels(classes);
  const heading = (name: string) =>
    `${left.format(name)}\n${totals.get(name)!.toLocaleString("en-US")} films`;
  const names = categoryLabels(splits.map(splitName));
  return drawPlot({
    title: options.title ?? "Films by class and split",
    subtitle: options.subtitle ?? `n = ${films.length.toLocaleString("en-US")} films`,
    caption: options.caption,
    height: 48 + classes.length * (splits.length * 22 + 18),
    marginTop: 6,
    marginBottom: 42,
    marginLeft: left.margin + names.margin,
    marginRight: 50,
    x: {
      label: "films",
      ticks: 6,
      grid: true,
      nice: true,
    },
    y: { domain: splits, label: null, tickSize: 0, padding: 0.18 },
    fy: { domain: classes, label: null, padding: 0.16, axis: null },
    marks: [
      Plot.axisFy({
        anchor: "left",
        label: null,
        dx: -names.margin,
        textAnchor: "end",
        tickFormat: heading,
      }),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: splitName, fill: "#59636e" }),
      Plot.barX(bars, {
        fy: "className",
        y: "split",
        x: "count",
        fill: "color",
      }),
      Plot.ruleX([0]),
      Plot.text(bars, {
        fy: "className",
        y: "split",
        x: "count",
        text: (bar: { count: number }) => bar.count.toLocaleString("en-US"),
        textAnchor: "start",
        dx: 5,
      }),
    ],
  });
}

/** Mixes a colour `#rrggbb` with white: opaque, so that no grid line shows through. */
function tint(color: string, white: number): string {
  const channels = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return `rgb(${channels.map((c) => Math.round(c + (255 - c) * white)).join(",")})`;
}

const TINTS = [0, 0.3, 0.55, 0.7];
const SPLITS = ["train", "validation", "test"];

function splitName(split: string): string {
  return split || "no split";
}
