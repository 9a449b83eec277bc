/** An affine map of the plane: `X = a·x + b·y + c`, `Y = d·x + e·y + f`. */
export interface Pose {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/** A square map that parts of the body are drawn on. */
export interface Plate {
  /** Width and height in pixels. */
  size: number;
  /** From the coordinates of what is drawn to pixels. */
  pose: Pose;
  /** Attenuation (μ·thickness, no unit) per pixel, row by row: `[size * size]`. */
  values: Float32Array;
}

/**
 * Makes an empty plate.
 *
 * @param size Width and height in pixels.
 * @param pose Coordinates to pixels; where left out, (-1, -1) is the top left corner and (1, 1) the
 *   bottom right one.
 * @returns A plate of zeros.
 *
 * @example
 * ```ts
 * import { emptyPlate } from "lib/data/phantom/plate.ts";
 * emptyPlate(4).values.length; // 16
 * ```
 */
export function emptyPlate(size: number, pose?: Pose): Plate {
  const half = size / 2;
  return {
    size,
    pose: pose ?? { a: half, b: 0, c: half, d: 0, e: half, f: half },
    values: new Float32Array(size * size),
  };
}

/**
 * Inverts an affine map: pixels to body coordinates.
 *
 * @param pose Body coordinates to pixels.
 * @returns The inverse map.
 *
 * @example
 * ```ts
 * import { invertPose } from "lib/data/phantom/plate.ts";
 * invertPose({ a: 2, b: 0, c: 1, d: 0, e: 4, f: 0 }).a; // 0.5
 * ```
 */
export function invertPose({ a, b, c, d, e, f }: Pose): Pose {
  const determinant = a * e - b * d;
  return {
    a: e / determinant,
    b: -b / determinant,
    c: (b * f - e * c) / determinant,
    d: -d / determinant,
    e: a / determinant,
    f: (d * c - a * f) / determinant,
  };
}
