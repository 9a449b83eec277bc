/** What {@linkcode sourceWeights} reads of the films. */
export interface SourceWeightsOptions {
  /** `[n]`, class indices. */
  labels: readonly number[];
  /** `[n]`, where each film comes from. */
  sources: readonly string[];
}

/**
 * Weights that let every class count as much as another, and within a class let a source count by
 * the square root of its films: a large set does not drown a small one, nor the other way round.
 *
 * @param options Labels and sources.
 * @returns `[n]`, with mean 1.
 *
 * @example
 * ```ts
 * import { sourceWeights } from "lib/evaluation/source_weights.ts";
 * sourceWeights({ labels: [0, 0, 1], sources: ["a", "a", "a"] }); // [0.75, 0.75, 1.5]
 * ```
 */
export function sourceWeights({ labels, sources }: SourceWeightsOptions): number[] {
  const weights = new Array<number>(labels.length).fill(0);
  const classes = Map.groupBy(labels.keys(), (i) => labels[i]);
  for (const members of classes.values()) {
    const bySource = [...Map.groupBy(members, (i) => sources[i]).values()];
    const total = bySource.reduce((sum, own) => sum + Math.sqrt(own.length), 0);
    for (const own of bySource) {
      const share = Math.sqrt(own.length) / total / own.length; // of one film, within its class
      for (const i of own) weights[i] = share * labels.length / classes.size;
    }
  }
  return weights;
}
