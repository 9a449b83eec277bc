/** Parts of the data, quiet beside the classes' colours. */
const SPLITS: Record<string, string> = {
  train: "#59636e",
  validation: "#8250df",
  test: "#bf3989",
};

const SERIES = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#aa4499",
  "#b8860b",
  "#332288",
  "#44aa99",
  "#6e7781",
];

/**
 * Gives the models or runs of a chart their colours, in their order.
 *
 * @param names Names of the series; `train`, `validation` and `test` have colours of their own.
 * @returns CSS colours in the same order; they repeat after eight.
 *
 * @example
 * ```ts
 * import { seriesColors } from "lib/display/series_colors.ts";
 * seriesColors(["train", "validation"]); // ["#59636e", "#8250df"]
 * ```
 */
export function seriesColors(names: readonly string[]): string[] {
  let next = 0;
  return names.map((name) => SPLITS[name] ?? SERIES[next++ % SERIES.length]);
}
