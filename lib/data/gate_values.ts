const THUMBNAIL = 64;
const SIDE = 8;

/**
 * Shrinks a thumbnail to 8 × 8 means, brought to mean 0 and deviation 1, so that exposure and
 * contrast do not count.
 *
 * @param thumbnail Grey levels, 64 × 64.
 * @returns `[64]`
 *
 * @example
 * ```ts
 * import { gateValues } from "lib/data/gate_values.ts";
 * gateValues(new Uint8Array(64 * 64)).length; // 64
 * ```
 */
export function gateValues(thumbnail: Uint8Array): Float64Array {
  const block = THUMBNAIL / SIDE;
  const values = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < thumbnail.length; i++) {
    const [row, column] = [Math.floor(i / (THUMBNAIL * block)), Math.floor(i % THUMBNAIL / block)];
    values[row * SIDE + column] += thumbnail[i] / block ** 2;
  }
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / (Math.sqrt(variance) + 2));
}
