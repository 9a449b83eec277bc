import * as Plot from "@observablehq/plot";
import { classColors } from "./class_colors.ts";
import type { Chart } from "./chart.ts";
import { drawPlot } from "./draw_plot.ts";
import { shortenText } from "./text_layout.ts";

/** A film's prediction. */
export interface FilmProbabilities {
  /** Shown by its file name. */
  path: string;
  /** Class as labelled; `""` where nobody knows. */
  trueClass: string;
  /** `[numClasses]`, in [0, 1]. */
  probabilities: readonly number[];
}

/** How probabilities are shown. */
export interface ProbabilitiesChartOptions {
  /** `[numClasses]`, in the order of the probabilities. */
  classNames: readonly string[];
  /** Films at most, from the first; 40 where left out. */
  maxFilms?: number;
  title?: string;
  subtitle?: string;
  caption?: string;
}

/**
 * Shows each film's probabilities as a bar of its classes' colours, with a dot for the true class:
 * errors at a glance, the confident ones first to be seen.
 *
 * @param films Films in the order shown.
 * @param options Class names.
 * @returns The chart, one line a film.
 * @throws {RangeError} Where there are no films, or probabilities do not fit the class names.
 *
 * @example
 * ```ts
 * import { probabilitiesChart } from "lib/display/probabilities_chart.ts";
 * const film = { path: "test/a.png", trueClass: "Normal", probabilities: [0.8, 0.2] };
 * probabilitiesChart([film], { classNames: ["COVID-19", "Normal"] });
 * ```
 */
export function probabilitiesChart(
  films: readonly FilmProbabilities[],
  options: ProbabilitiesChartOptions,
): Chart {
  const { classNames, maxFilms = 40 } = options;
  if (films.length === 0) throw new RangeError("Cannot show probabilities: there are no films");
  const shown = films.slice(0, maxFilms);
  for (const { path, probabilities } of shown) {
    if (probabilities.length !== classNames.length) {
      throw new RangeError(
        `Cannot show the probabilities of "${path}": expected ${classNames.length} of them but ` +
          `found ${probabilities.length}`,
      );
    }
  }
  const colors = classColors(classNames);
  const rows = shown.map((_, i) => i);
  const bars = shown.flatMap((film, row) => {
    let x = 0;
    return film.probabilities.map((probability, i) => ({
      row,
      x1: x,
      x2: x += probability,
      probability,
      className: classNames[i],
    }));
  });
  const truths = shown.map((film, row) => ({ row, className: film.trueClass }));
  const names = shown.map(({ path }) =>
    shortenText(path.split("/").at(-1)!, { maxWidth: 210, fontSize: 11 })
  );
  const marginLeft = 250;
  const hasTruth = films.some(({ trueClass }) => trueClass !== "");
  return drawPlot({
    title: options.title ?? "Probabilities by film",
    subtitle: options.subtitle ??
      (shown.length < films.length
        ? `${shown.length} of ${films.length.toLocaleString("en-US")} films`
        : `n = ${films.length} film${films.length === 1 ? "" : "s"}`),
    caption: options.caption ??
      `${hasTruth ? "Dot: the true class. " : ""}Bar: the model's probabilities.`,
    legend: classNames.map((label, i) => ({ label, color: colors[i] })),
    height: 12 + rows.length * 22 + 42,
    marginTop: 8,
    marginBottom: 42,
    marginLeft,
    marginRight: 24,
    x: { domain: [0, 1], ticks: 5, label: "probability" },
    y: { domain: rows, axis: null, padding: 0.18 },
    color: { domain: classNames, range: colors },
    marks: [
      Plot.axisY({
        label: null,
        tickSize: 0,
        fontSize: 11,
        dx: -18,
        tickFormat: (row: number) => names[row],
      }),
      Plot.dot(truths, { x: 0, y: "row", dx: -13, r: 5, fill: "className" }),
      Plot.barX(bars, { x1: "x1", x2: "x2", y: "row", fill: "className", insetRight: 1 }),
      Plot.text(bars.filter((bar) => bar.probability >= 0.12), {
        x: (bar: { x1: number; x2: number }) => (bar.x1 + bar.x2) / 2,
        y: "row",
        text: (bar: { probability: number }) => bar.probability.toFixed(2),
        fill: "white",
        fontSize: 11,
        fontWeight: 600,
      }),
    ],
  });
}
