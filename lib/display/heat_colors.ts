import { resizeValues, type ValueGrid } from "../data/resize_values.ts";

/**
 * Colours from weak to strong: from dark purple over red to yellow, ever lighter, so that it reads
 * in grey and with any colour vision, too (the stops of matplotlib's inferno from .3 on).
 */
const STOPS: readonly [number, number, number][] = [
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
];

/** Where the strongest values lie, the film shines through this little. */
const MAX_ALPHA = 0.75;

/**
 * Colour of a value of a heat map.
 *
 * @param value `[0, 1]`
 * @returns Red, green and blue, `[0, 255]`.
 *
 * @example
 * ```ts
 * import { heatColor } from "lib/display/heat_colors.ts";
 * heatColor(1); // [252, 255, 164]
 * ```
 */
export function heatColor(value: number): [number, number, number] {
  const place = Math.min(Math.max(value, 0), 1) * (STOPS.length - 1);
  const i = Math.min(Math.floor(place), STOPS.length - 2);
  return STOPS[i].map((from, c) => from + (STOPS[i + 1][c] - from) * (place - i)) as [
    number,
    number,
    number,
  ];
}

/**
 * Opacity of a value of a heat map: nothing is laid over where it is 0.
 *
 * @param value `[0, 1]`
 * @returns `[0, .75]`
 *
 * @example
 * ```ts
 * import { heatAlpha } from "lib/display/heat_colors.ts";
 * heatAlpha(0); // 0
 * ```
 */
export function heatAlpha(value: number): number {
  return MAX_ALPHA * Math.sqrt(Math.min(Math.max(value, 0), 1));
}

/**
 * Turns a map of what a network looked at into a layer of colour to lay over the film.
 *
 * @param map Values in `[0, 1]`.
 * @param size Height and width of the layer, in pixels.
 * @returns RGBA in `[0, 255]`, row by row, not premultiplied.
 *
 * @example
 * ```ts
 * import { heatOverlay } from "lib/display/heat_colors.ts";
 * const map = { values: Float32Array.of(0, 1), height: 1, width: 2 };
 * heatOverlay(map, { height: 2, width: 4 }).data.length; // 32
 * ```
 */
export function heatOverlay(
  map: ValueGrid,
  size: { height: number; width: number },
): { data: Uint8ClampedArray<ArrayBuffer>; height: number; width: number } {
  const { values, height, width } = resizeValues(map, size);
  const data = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, i) => {
    data.set(heatColor(value), 4 * i);
    data[4 * i + 3] = 255 * heatAlpha(value);
  });
  return { data, height, width };
}
