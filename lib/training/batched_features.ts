import { breathe } from "./breathe.ts";
import { featureBatch, type FeatureNetwork } from "./feature_batch.ts";

/** Options of {@linkcode batchedFeatures}. */
export interface BatchedFeaturesOptions {
  numFilms: number;
  /** Grey levels in `[0, 255]` of the films from one place up to, without it, another. */
  filmsOf: (from: number, to: number) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Called after each batch with how many films are done. */
  onProgress?: (done: number) => void;
  /** Stops before the next batch. */
  signal?: AbortSignal;
}

/**
 * Runs films through a network batch by batch; each batch is asked for when its turn comes.
 *
 * @param network See `featureNetwork`.
 * @param options See {@linkcode BatchedFeaturesOptions}.
 * @returns Features, `[numFilms, ...shape]`, flat.
 * @throws {DOMException} `AbortError` where it was stopped.
 *
 * @example
 * ```ts ignore
 * import { batchedFeatures } from "lib/training/batched_features.ts";
 * import { featureNetwork } from "lib/training/feature_batch.ts";
 * const network = featureNetwork(backbone, { batchSize: 16 });
 * const filmsOf = (from: number, to: number) => films.slice(from, to);
 * await batchedFeatures(network, { numFilms: films.length, filmsOf });
 * ```
 */
export async function batchedFeatures(
  network: FeatureNetwork,
  { numFilms, filmsOf, onProgress, signal }: BatchedFeaturesOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { batchSize, length } = network;
  const values = new Float32Array(numFilms * length);
  for (let from = 0; from < numFilms; from += batchSize) {
    await breathe(signal);
    const to = Math.min(from + batchSize, numFilms);
    const computed = featureBatch(network, await filmsOf(from, to));
    values.set(computed.subarray(0, (to - from) * length), from * length);
    onProgress?.(to);
  }
  return values;
}
