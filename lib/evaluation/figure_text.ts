import type { Metric } from "./evaluate_films.ts";

/**
 * Writes a figure with its interval, where it has one.
 *
 * @param figure Value and ends of the 95 % interval; `NaN` where there is none.
 * @returns Such as `0.880 (0.812 to 0.930)`, or `0.880` alone.
 *
 * @example
 * ```ts
 * import { figureText } from "lib/evaluation/figure_text.ts";
 * figureText({ value: 0.88, ciLow: 0.812, ciHigh: 0.93 }); // "0.880 (0.812 to 0.930)"
 * ```
 */
export function figureText(
  { value, ciLow, ciHigh }: Pick<Metric, "value" | "ciLow" | "ciHigh">,
): string {
  const ends = Number.isNaN(ciLow + ciHigh) ? "" : ` (${ciLow.toFixed(3)} to ${ciHigh.toFixed(3)})`;
  return `${value.toFixed(3)}${ends}`;
}
