import { gateValues } from "./gate_values.ts";

const SIDE = 64;
const CELLS = 4;
const DIRECTIONS = 6;

/** Numbers that {@linkcode gateFeatures} gives: 8 × 8 means and 4 × 4 cells of 6 directions. */
export const NUM_GATE_FEATURES = 64 + CELLS * CELLS * DIRECTIONS;

/**
 * Turns a thumbnail into what a gate compares: where light and dark lie (8 × 8 means, without
 * exposure and contrast), and which way edges run in each of 4 × 4 places.
 *
 * @param thumbnail Grey levels in `[0, 255]`, 64 × 64.
 * @returns `[160]`; the edges' 96 are square roots of shares, 1 each where edges are the same
 *   everywhere and in every direction, 0 on an even grey.
 *
 * @example
 * ```ts
 * import { gateFeatures } from "lib/data/gate_features.ts";
 * gateFeatures(new Uint8Array(64 * 64)).length; // 160
 * ```
 *
 * @see Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005
 */
export function gateFeatures(thumbnail: Uint8Array): Float64Array {
  const features = new Float64Array(NUM_GATE_FEATURES);
  features.set(gateValues(thumbnail));
  features.set(edgeDirections(thumbnail), 64);
  return features;
}

/** Strength of the edges by place and direction; an edge counts for the two directions it is between. */
function edgeDirections(grey: Uint8Array): Float64Array {
  const sums = new Float64Array(CELLS * CELLS * DIRECTIONS);
  let total = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const i = y * SIDE + x;
      const across = x > 0 && x < SIDE - 1 ? grey[i + 1] - grey[i - 1] : 0;
      const down = y > 0 && y < SIDE - 1 ? grey[i + SIDE] - grey[i - SIDE] : 0;
      if (across === 0 && down === 0) continue;
      const strength = Math.sqrt(across * across + down * down);
      const place = directionOf(across, down);
      const first = Math.floor(place) % DIRECTIONS;
      const share = place - Math.floor(place);
      const cell = (Math.floor(y * CELLS / SIDE) * CELLS + Math.floor(x * CELLS / SIDE)) *
        DIRECTIONS;
      sums[cell + first] += strength * (1 - share);
      sums[cell + (first + 1) % DIRECTIONS] += strength * share;
      total += strength;
    }
  }
  return total === 0 ? sums : sums.map((sum) => Math.sqrt(sum / total * sums.length));
}

/** Directions of the edges met so far, 0 for the others: differences of grey levels are few. */
const directions = new Float64Array(512 * 512);

/** Direction of an edge, `[0, DIRECTIONS)`. */
function directionOf(across: number, down: number): number {
  const at = (across + 255) * 512 + down + 255;
  if (directions[at] === 0) {
    const angle = (Math.atan2(down, across) + 2 * Math.PI) % Math.PI; // [0, π): edges have no sign
    directions[at] = angle / Math.PI * DIRECTIONS;
  }
  return directions[at];
}
