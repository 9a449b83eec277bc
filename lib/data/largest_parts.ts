/** Options of {@linkcode largestParts}. */
export interface LargestPartsOptions {
  height: number;
  width: number;
  /** How many parts stay. @default 2 */
  count?: number;
}

/**
 * Leaves of a mask its largest parts: two lungs, and no specks elsewhere. Pixels belong together
 * where they touch along an edge.
 *
 * @param mask `[height, width]`, flat, not 0 inside.
 * @param options See {@linkcode LargestPartsOptions}.
 * @returns A mask of the same size, 255 in what stays and 0 elsewhere.
 *
 * @example
 * ```ts
 * import { largestParts } from "lib/data/largest_parts.ts";
 * const mask = Uint8Array.of(1, 1, 0, 1, 0, 1, 1);
 * largestParts(mask, { height: 1, width: 7 }); // [255, 255, 0, 0, 0, 255, 255]
 * ```
 */
export function largestParts(
  mask: Uint8Array,
  { height, width, count = 2 }: LargestPartsOptions,
): Uint8Array {
  const seen = new Uint8Array(mask.length);
  const parts: number[][] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen[start]) continue;
    const part = [start];
    seen[start] = 1;
    for (let next = 0; next < part.length; next++) {
      for (const i of neighbours(part[next], height, width)) {
        if (!mask[i] || seen[i]) continue;
        seen[i] = 1;
        part.push(i);
      }
    }
    parts.push(part);
  }
  const left = new Uint8Array(mask.length);
  parts.sort((a, b) => b.length - a.length).slice(0, count).flat().forEach((i) => left[i] = 255);
  return left;
}

function neighbours(i: number, height: number, width: number): number[] {
  const [y, x] = [Math.floor(i / width), i % width];
  return [
    ...(y > 0 ? [i - width] : []),
    ...(y < height - 1 ? [i + width] : []),
    ...(x > 0 ? [i - 1] : []),
    ...(x < width - 1 ? [i + 1] : []),
  ];
}
