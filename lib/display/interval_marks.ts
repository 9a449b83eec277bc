import * as Plot from "@observablehq/plot";
import { INK } from "./font.ts";

/** A model's value with its interval. */
export interface IntervalMark {
  model: string;
  value: number;
  /** Ends of the 95 % interval; `NaN` where there is none. */
  low: number;
  high: number;
}

/** Options of {@linkcode intervalMarks}. */
export interface IntervalMarksOptions<Row extends IntervalMark> {
  /** What stands above the dot. */
  text: (row: Row) => string;
  /** Name of the row's field that says in which column it stands; one column where left out. */
  fx?: string;
}

/** Colour of values and their intervals. */
export const INTERVAL_BLUE = "#0550ae";

/**
 * Draws values with their intervals: a bar, the dot on it, and the number above.
 *
 * @param rows One a model (and column).
 * @param options See {@linkcode IntervalMarksOptions}.
 * @returns Marks for `drawPlot`, models along y.
 *
 * @example
 * ```ts
 * import { intervalMarks } from "lib/display/interval_marks.ts";
 * const rows = [{ model: "A", value: 0.9, low: 0.8, high: 0.95 }];
 * intervalMarks(rows, { text: ({ value }) => value.toFixed(2) }).length; // 3
 * ```
 */
export function intervalMarks<Row extends IntervalMark>(
  rows: readonly Row[],
  { text, fx }: IntervalMarksOptions<Row>,
): Plot.Markish[] {
  const whole = rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const place = { fx, y: "model" };
  const at = { ...place, x: "value" };
  return [
    Plot.ruleY(whole, {
      ...place,
      x1: "low",
      x2: "high",
      stroke: INTERVAL_BLUE,
      strokeWidth: 2,
      dy: 4,
    }),
    Plot.dot(rows, { ...at, fill: INTERVAL_BLUE, stroke: "white", r: 5, dy: 4 }),
    Plot.text(rows, {
      ...at,
      text,
      fontSize: 11,
      fill: INK,
      stroke: "white",
      strokeWidth: 4,
      dy: -9,
    }),
  ];
}
