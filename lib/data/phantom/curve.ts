import type { TubePoint } from "./tube.ts";

/** A point of a curve: place, radius and strength of the tube along it. */
export type CurvePoint = readonly [x: number, y: number, radius: number, strength: number];

const PIECES = 8;

/**
 * Draws a smooth line through a few points (Catmull and Rom), radius and strength along with it.
 *
 * @param points Two points or more.
 * @returns Points close enough together to be joined by straight pieces.
 *
 * @example
 * ```ts
 * import { smoothCurve } from "lib/data/phantom/curve.ts";
 * smoothCurve([[0, 0, 1, 1], [1, 0, 1, 1]]).length; // 9
 * ```
 */
export function smoothCurve(points: readonly CurvePoint[]): TubePoint[] {
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))];
  const fine: TubePoint[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    for (let piece = 0; piece < PIECES; piece++) {
      const between = (n: 0 | 1 | 2 | 3) =>
        blend([at(i - 1)[n], at(i)[n], at(i + 1)[n], at(i + 2)[n]], piece / PIECES);
      fine.push({ x: between(0), y: between(1), radius: between(2), strength: between(3) });
    }
  }
  const [x, y, radius, strength] = at(points.length - 1);
  return [...fine, { x, y, radius, strength }];
}

function blend([a, b, c, d]: [number, number, number, number], t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
