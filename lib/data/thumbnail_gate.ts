import { gateValues } from "./gate_values.ts";

/**
 * The gate of earlier bundles: it knows the coarse distribution of light and dark (8 × 8 values),
 * nothing finer. It is read and asked, and no longer made.
 */
export interface ThumbnailGate {
  kind: "thumbnail-8x8";
  /** Films that it was made from. */
  numFilms: number;
  /** `[64]`, mean of the films' values. */
  mean: number[];
  /** `[numComponents][64]`, directions in which the films vary. */
  components: number[][];
  /** `[numComponents]`, variance along each. */
  variances: number[];
  /** Variance in all other directions together. */
  restVariance: number;
  /** Largest distance along the components that is let through, of films held out. */
  limit: number;
  /** Largest distance in the other directions that is let through. */
  restLimit: number;
}

/**
 * How far a picture lies from the training films', in units of what is allowed.
 *
 * @param gate A gate of this kind.
 * @param thumbnail Grey levels, 64 × 64.
 * @returns Above 1 for what is refused.
 *
 * @example
 * ```ts
 * import { thumbnailDistance } from "lib/data/thumbnail_gate.ts";
 * const gate = {
 *   kind: "thumbnail-8x8" as const,
 *   ...{ numFilms: 30, mean: Array(64).fill(0), components: [], variances: [] },
 *   ...{ restVariance: 1, limit: 1, restLimit: 1 },
 * };
 * thumbnailDistance(gate, new Uint8Array(64 * 64)); // 0
 * ```
 */
export function thumbnailDistance(gate: ThumbnailGate, thumbnail: Uint8Array): number {
  const { mean, components, variances, restVariance } = gate;
  const centred = gateValues(thumbnail).map((value, j) => value - mean[j]);
  let rest = centred.reduce((sum, value) => sum + value ** 2, 0);
  const floor = restVariance / (centred.length - components.length); // of one other direction
  let along = 0;
  components.forEach((component, k) => {
    const score = component.reduce((sum, weight, j) => sum + weight * centred[j], 0);
    rest -= score ** 2;
    along += score ** 2 / (variances[k] + floor) / components.length;
  });
  return Math.max(along / gate.limit, Math.max(0, rest) / restVariance / gate.restLimit);
}
