/** Coordinates that are looked at together. */
const HEAD = 8;

/**
 * Visits all pairs of points that lie within a radius of each other.
 *
 * Points are sorted by their first coordinate; each is held against those that follow until the
 * first coordinate alone is too far. Most of these are settled on the first eight coordinates,
 * without a branch between; so those that vary most should come first. The time grows with the square
 * of the number of points, by a few nanoseconds a pair.
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
  // Sorted copies, neighbours side by side in memory; what a point lacks is 0.
  const head = new Float32Array(order.length * HEAD);
  const tail = new Float32Array(order.length * dims);
  order.forEach((point, i) => {
    const own = points.subarray(point * dims, (point + 1) * dims);
    head.set(own.subarray(0, HEAD), i * HEAD);
    tail.set(own, i * dims);
  });
  const limit = radius * radius;
  for (let i = 0; i < order.length; i++) {
    const a = i * HEAD;
    const [a0, a1, a2, a3, a4, a5, a6, a7] = head.subarray(a, a + HEAD);
    for (let b = a + HEAD; b < head.length; b += HEAD) {
      const d0 = head[b] - a0;
      if (d0 > radius) break;
      const d1 = head[b + 1] - a1;
      const d2 = head[b + 2] - a2;
      const d3 = head[b + 3] - a3;
      const d4 = head[b + 4] - a4;
      const d5 = head[b + 5] - a5;
      const d6 = head[b + 6] - a6;
      const d7 = head[b + 7] - a7;
      let distance = d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6 + d7 * d7;
      if (distance > limit) continue;
      const j = b / HEAD;
      for (let k = HEAD; k < dims && distance <= limit; k++) {
        distance += (tail[j * dims + k] - tail[i * dims + k]) ** 2;
      }
      if (distance <= limit) visit(Math.min(order[i], order[j]), Math.max(order[i], order[j]));
    }
  }
}
