/** Value of a function and, written into `gradient`, its slope. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Options of {@linkcode minimise}. */
export interface MinimiseOptions {
  /** `[k]`, where the search starts. */
  start: Float64Array;
  /** The search ends where no entry of the gradient is larger; 1e-8 where left out. */
  tolerance?: number;
  /** Limit on the steps, 1,000 where left out. */
  maxIterations?: number;
  /** How many steps are remembered to guess the curvature, 10 where left out. */
  memory?: number;
}

/** Where a search ended. */
export interface Minimum {
  /** `[k]`. */
  point: Float64Array;
  value: number;
  /** Largest entry of the gradient there. */
  slope: number;
  iterations: number;
}

/**
 * Finds the minimum of a smooth convex function with limited-memory BFGS.
 *
 * @param objective Gives the value at a point and fills in the gradient.
 * @returns Where the search ended: the gradient is within the tolerance, no step leads further down
 *   in double precision, or the steps are used up (look at `slope`).
 * @see J. Nocedal and S. Wright, Numerical Optimization, 2nd ed., 2006, algorithms 7.4 and 7.5; the line
 *   search bisects for the weak Wolfe conditions.
 *
 * @example
 * ```ts
 * import { minimise } from "lib/evaluation/lbfgs.ts";
 * const parabola = (x: Float64Array, gradient: Float64Array) => {
 *   gradient[0] = 2 * (x[0] - 3);
 *   return (x[0] - 3) ** 2;
 * };
 * minimise(parabola, { start: new Float64Array(1) }).point; // [3]
 * ```
 */
export function minimise(
  objective: Objective,
  { start, tolerance = 1e-8, maxIterations = 1000, memory = 10 }: MinimiseOptions,
): Minimum {
  let point = start.slice();
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];
  let iterations = 0;
  for (; iterations < maxIterations && largest(gradient) > tolerance; iterations++) {
    const direction = descend(gradient, steps);
    const first = steps.length === 0 ? Math.min(1, 1 / norm(gradient)) : 1;
    const next = search(objective, { point, value, gradient, direction, first });
    if (!next) break;
    const change = next.point.map((x, i) => x - point[i]);
    const turn = next.gradient.map((x, i) => x - gradient[i]);
    const curvature = dot(change, turn);
    if (curvature > 0) steps.push({ change, turn, curvature });
    if (steps.length > memory) steps.shift();
    ({ point, gradient, value } = next);
  }
  return { point, value, slope: largest(gradient), iterations };
}

interface Step {
  change: Float64Array;
  turn: Float64Array;
  curvature: number;
}

/** Minus the gradient times the inverse curvature that the last steps show (two-loop recursion). */
function descend(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((x) => -x);
  const shares: number[] = [];
  for (const { change, turn, curvature } of steps.toReversed()) {
    shares.push(dot(change, direction) / curvature);
    add(direction, turn, -shares[shares.length - 1]);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.turn, last.turn);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (const { change, turn, curvature } of steps) {
    add(direction, change, shares.pop()! - dot(turn, direction) / curvature);
  }
  return direction;
}

interface SearchOptions {
  point: Float64Array;
  value: number;
  gradient: Float64Array;
  direction: Float64Array;
  first: number;
}

function search(objective: Objective, options: SearchOptions) {
  const { point, value, gradient, direction, first } = options;
  const slope = dot(gradient, direction);
  let low = 0, high = Infinity, length = first;
  for (let attempt = 0; attempt < 60; attempt++) {
    const next = {
      point: point.map((x, i) => x + length * direction[i]),
      gradient: new Float64Array(point.length),
      value: 0,
    };
    next.value = objective(next.point, next.gradient);
    const isLower = next.value <= value + 1e-4 * length * slope;
    if (isLower && dot(next.gradient, direction) >= 0.9 * slope) return next;
    if (isLower) low = length;
    else high = length;
    length = high === Infinity ? 2 * length : (low + high) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function add(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
