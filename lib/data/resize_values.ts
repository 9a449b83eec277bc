/** Values of a grid, row by row. */
export interface ValueGrid {
  /** `height × width` */
  values: Float32Array;
  height: number;
  width: number;
}

/**
 * Stretches a small grid over a larger one, bilinearly; pixels are squares with their value in the
 * middle, and values at the edge go on to it.
 *
 * @param grid Values, such as a map of what a network looked at.
 * @param size Height and width wanted.
 * @returns A grid of that size.
 *
 * @example
 * ```ts
 * import { resizeValues } from "lib/data/resize_values.ts";
 * const grid = { values: Float32Array.of(0, 1), height: 1, width: 2 };
 * resizeValues(grid, { height: 1, width: 4 }).values; // [0, .25, .75, 1]
 * ```
 */
export function resizeValues(
  grid: ValueGrid,
  { height, width }: { height: number; width: number },
): ValueGrid {
  const values = new Float32Array(height * width);
  const columns = Array.from({ length: width }, (_, x) => weightsOf(x, width, grid.width));
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = weightsOf(y, height, grid.height);
    columns.forEach(([left, right, across], x) => {
      const at = (row: number, column: number) => grid.values[row * grid.width + column];
      const above = at(top, left) * (1 - across) + at(top, right) * across;
      const below = at(bottom, left) * (1 - across) + at(bottom, right) * across;
      values[y * width + x] = above * (1 - down) + below * down;
    });
  }
  return { values, height, width };
}

/** The two source pixels that a target pixel lies between, and how far it is from the first. */
function weightsOf(target: number, size: number, sourceSize: number): [number, number, number] {
  const place = (target + 0.5) * sourceSize / size - 0.5;
  const clamped = Math.min(Math.max(place, 0), sourceSize - 1);
  const first = Math.floor(clamped);
  return [first, Math.min(first + 1, sourceSize - 1), clamped - first];
}
