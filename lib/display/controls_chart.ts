import { MASKS } from "../data/mask_films.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import type { ShortcutVerdict } from "../evaluation/shortcut_verdict.ts";
import type { Chart } from "./chart.ts";
import { intervalChart } from "./interval_chart.ts";

/** Options of {@linkcode controlsChart}. */
export interface ControlsChartOptions {
  /** Experiment whose controls are shown, such as `frozen-mobilenet-v1`. */
  experiment: string;
  numClasses: number;
  /** What the controls say together; its first reason stands below. */
  verdict?: ShortcutVerdict;
}

/** Names of what was left, for people. */
const NAMES: Readonly<Record<string, string>> = {
  "": "whole films",
  "frame-only": "frame only",
  "lungs-only": "lungs only",
  "lungs-erased": "lungs erased",
  "lung-outline": "outline of the lungs",
  "corners-blanked": "corners blanked",
};

/**
 * Shows how a network does, retrained and tested, where something is hidden from it: balanced
 * accuracy with intervals, beside whole films and guessing.
 *
 * @param rows Figures of whole films (control `""`) and of topic `controls`; others are left aside.
 * @param options Experiment, number of classes, verdict.
 * @returns The chart.
 * @throws {RangeError} Where there are no controls of the experiment.
 *
 * @example
 * ```ts ignore
 * import { controlsChart } from "lib/display/controls_chart.ts";
 * controlsChart(rows, { experiment: "frozen-mobilenet-v1", numClasses: 3, verdict: record });
 * ```
 */
export function controlsChart(
  rows: readonly ResultRow[],
  { experiment, numClasses, verdict }: ControlsChartOptions,
): Chart {
  const order = ["", ...Object.keys(MASKS)];
  const shown = rows.filter((row) =>
    row.experiment === experiment && row.metric === "balanced_accuracy" &&
    row.split === "out-of-fold-grouped" && row.subgroup === "" &&
    Number.isNaN(row.repeat) && Number.isNaN(row.fold) && order.includes(row.control)
  ).sort((a, b) => order.indexOf(a.control) - order.indexOf(b.control));
  if (!shown.some(({ control }) => control !== "")) {
    throw new RangeError(
      `Cannot show controls of "${experiment}": none were run; see "deno task controls"`,
    );
  }
  const set = `${shown[0].data}, out of fold`;
  const light = verdict ? `${verdict.light.toUpperCase()}: ${verdict.reasons[0]}. ` : "";
  return intervalChart(
    shown.map((row) => ({
      model: NAMES[row.control],
      set,
      value: row.value,
      low: row.ciLow,
      high: row.ciHigh,
      n: row.n,
    })),
    {
      label: "balanced accuracy",
      domain: [0, 1],
      floors: [{ name: "guessing", set, value: 1 / numClasses }],
      title: "The same network, with something hidden",
      subtitle: `${experiment}, trained and tested on films of which only this is left`,
      caption: `${light}Dot: mean over the dealings. Bar: 95 % interval. Dashed: guessing.`,
    },
  );
}
