/**
 * Visits all pairs of points that lie within a radius of each other.
 *
 * Points are sorted by their first coordinate; each is held against those that follow until the
 * first coordinate alone is too far, and a pair is given up at the first coordinate that takes it
 * beyond the radius. So the coordinate that varies most should come first.
 *
 * @param points Coordinates, `[n, dims]`, flat.
 * @param options `dims`; `radius`, which counts as within; `skip`, points to leave out.
 * @param visit Called with each pair's indices, the smaller first, in no special order.
 *
 * @example
 * ```ts
 * import { closePairs } from "lib/data/close_pairs.ts";
 * const found: number[][] = [];
 * const points = Float32Array.of(0, 0, 9, 0, 3, 4);
 * closePairs(points, { dims: 2, radius: 5 }, (a, b) => found.push([a, b]));
 * found; // [[0, 2]]
 * ```
 */
export function closePairs(
  points: Float32Array,
  { dims, radius, skip = () => false }: {
    dims: number;
    radius: number;
    skip?: (index: number) => boolean;
  },
  visit: (a: number, b: number) => void,
): void {
  const order = Uint32Array.from({ length: points.length / dims }, (_, i) => i)
    .filter((i) => !skip(i))
    .sort((a, b) => points[a * dims] - points[b * dims]);
  const sorted = new Float32Array(order.length * dims); // neighbours side by side in memory
  order.forEach((point, i) => {
    sorted.set(points.subarray(point * dims, (point + 1) * dims), i * dims);
  });
  const limit = radius * radius;
  for (let i = 0; i < order.length; i++) {
    const a = i * dims;
    for (let j = i + 1; j < order.length; j++) {
      const b = j * dims;
      let step = sorted[b] - sorted[a];
      if (step > radius) break;
      let distance = step * step;
      for (let k = 1; k < dims && distance <= limit; k++) {
        step = sorted[b + k] - sorted[a + k];
        distance += step * step;
      }
      if (distance <= limit) {
        visit(Math.min(order[i], order[j]), Math.max(order[i], order[j]));
      }
    }
  }
}
