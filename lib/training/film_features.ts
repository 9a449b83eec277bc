import { join } from "@std/path";
import { createHash } from "node:crypto";
import { decodeFilm, DECODING } from "../data/decode_film.ts";
import type { FeatureFilm, FeatureRows } from "../data/feature_table.ts";
import { mapParallel } from "../data/map_parallel.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { Backbone } from "../models/backbone.ts";
import { batchedFeatures } from "./batched_features.ts";
import { type FeatureNetwork, featureNetwork } from "./feature_batch.ts";
import { readFloats } from "./read_floats.ts";

/** Options of {@linkcode filmFeatures}. */
export interface FilmFeaturesOptions {
  /** Frozen network. */
  backbone: Backbone;
  /** Layer whose output, averaged over height and width, is wanted; the last one where left out. */
  layer?: string;
  /** Films computed at once; it changes the last bits. @default 16 */
  batchSize?: number;
  /** Films in memory at a time. @default 512 */
  chunkSize?: number;
  /** Folder in which finished chunks are kept, so that a stopped run goes on; none where left out. */
  piecesDir?: string;
  /** Called after each batch with how many films are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next batch. */
  signal?: AbortSignal;
}

/**
 * Runs films through a frozen network, chunk by chunk: decoded, computed, handed on. However many
 * films there are, the pixels of one chunk are in memory. The features are those of
 * `cachedFeatures`, bit for bit.
 *
 * @param set Folder and films; each file must still be the one whose SHA-256 is given.
 * @param options See {@linkcode FilmFeaturesOptions}.
 * @returns The films with their features, `[films, numFeatures]`, one chunk after the other.
 * @throws {Error} Where a film cannot be decoded or has changed, naming it.
 *
 * @example
 * ```ts ignore
 * import { filmFeatures } from "lib/training/film_features.ts";
 * for await (const { films, values } of filmFeatures(set, { backbone })) {
 *   console.log(films[0].path, values[0]);
 * }
 * ```
 */
export async function* filmFeatures(
  set: { root: string; films: readonly FeatureFilm[] },
  {
    backbone,
    layer,
    batchSize = 16,
    chunkSize = 512,
    piecesDir,
    onProgress,
    signal,
  }: FilmFeaturesOptions,
): AsyncGenerator<FeatureRows> {
  const network = featureNetwork(backbone, { layer, batchSize });
  const { length } = network;
  for (let start = 0; start < set.films.length; start += chunkSize) {
    signal?.throwIfAborted();
    const films = set.films.slice(start, start + chunkSize);
    const report = (done: number) => onProgress?.(start + done, set.films.length);
    const key = featuresKey(films, { backbone, layer, batchSize });
    const piece = piecesDir && join(piecesDir, `${key}.f32`);
    let values = piece && await readFloats(piece, films.length * length);
    if (!values) {
      values = await computeChunk(network, { root: set.root, films }, { report, signal });
      if (piece) await writeFileAtomic(piece, new Uint8Array(values.buffer));
    }
    report(films.length);
    yield { films, values };
  }
}

/**
 * Names features by all that they depend on: the films' content, the way of decoding, the network's
 * weights, input and layer, and the batch size.
 *
 * @param films Films in order.
 * @param options As {@linkcode filmFeatures} has them.
 * @returns SHA-256, hex.
 *
 * @example
 * ```ts ignore
 * import { featuresKey } from "lib/training/film_features.ts";
 * featuresKey(set.films, { backbone }).length; // 64
 * ```
 */
export function featuresKey(
  films: readonly FeatureFilm[],
  { backbone, layer = backbone.featureLayer, batchSize = 16 }: Pick<
    FilmFeaturesOptions,
    "backbone" | "layer" | "batchSize"
  >,
): string {
  const { fingerprint, imageSize, scale } = backbone;
  const settings = [fingerprint, imageSize, scale, layer, batchSize, DECODING];
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const { sha256 } of films) hash.update(`\n${sha256}`);
  return hash.digest("hex");
}

async function computeChunk(
  network: FeatureNetwork,
  { root, films }: { root: string; films: readonly FeatureFilm[] },
  { report, signal }: { report: (done: number) => void; signal?: AbortSignal },
): Promise<Float32Array<ArrayBuffer>> {
  const decode = ({ path, sha256 }: FeatureFilm) =>
    decodeKnown(join(root, path), sha256, network.imageSize);
  const pixels = await mapParallel(films, decode, { signal });
  return await batchedFeatures(network, {
    numFilms: films.length,
    filmsOf: (from, to) => pixels.slice(from, to),
    onProgress: report,
    signal,
  });
}

async function decodeKnown(
  path: string,
  sha256: string,
  imageSize: readonly [number, number],
): Promise<Uint8Array> {
  const file = await Deno.readFile(path);
  const found = createHash("sha256").update(file).digest("hex");
  if (found !== sha256) {
    throw new Error(
      `Cannot take the features of "${path}": its content is another than its SHA-256 says; ` +
        "make the manifest anew",
    );
  }
  return await decodeFilm(file, imageSize).catch((error) => {
    throw new Error(error.message.replace(/^Cannot decode film/, `$& "${path}"`), { cause: error });
  });
}
