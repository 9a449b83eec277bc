/** Smooth random field over the plane: `noise(x, y)` in `[-1, 1]`, one bump per unit length. */
export type SmoothNoise = (x: number, y: number) => number;

const LATTICE = 64;

/**
 * Makes a smooth random field from random values at the whole coordinates (value noise with a cubic
 * ease, repeating every 64 units).
 *
 * It depends on coordinates alone, so a film drawn at another size has the same texture.
 *
 * @param random Uniform numbers in `[0, 1)`; 4,096 are used.
 * @returns The field.
 *
 * @example
 * ```ts
 * import { smoothNoise } from "lib/data/phantom/smooth_noise.ts";
 * import { seededRandom } from "lib/random/seeded.ts";
 * const noise = smoothNoise(seededRandom(1));
 * noise(0.5, 0.5) === noise(64.5, 0.5); // true
 * ```
 */
export function smoothNoise(random: () => number): SmoothNoise {
  const table = new Float64Array(LATTICE * LATTICE);
  for (let i = 0; i < table.length; i++) table[i] = 2 * random() - 1;
  return (x, y) => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const u = ease(x - left);
    const v = ease(y - top);
    const row = (top & (LATTICE - 1)) * LATTICE;
    const next = ((top + 1) & (LATTICE - 1)) * LATTICE;
    const i = left & (LATTICE - 1);
    const j = (left + 1) & (LATTICE - 1);
    const upper = table[row + i] + (table[row + j] - table[row + i]) * u;
    const lower = table[next + i] + (table[next + j] - table[next + i]) * u;
    return upper + (lower - upper) * v;
  };
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
