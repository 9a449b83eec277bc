import { join } from "@std/path";
import { createHash } from "node:crypto";
import type { Pixels } from "../data/load_pixels.ts";
import { mapParallel } from "../data/map_parallel.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { Backbone } from "../models/backbone.ts";
import type { Augmentation } from "./augmentation.ts";
import { featureBatch, featureNetwork } from "./feature_batch.ts";
import { readFloats } from "./read_floats.ts";

/** Options of {@linkcode cachedFeatures}. */
export interface CachedFeaturesOptions {
  /** Frozen network. */
  backbone: Backbone;
  /** Folder of the cache; made where it is missing. */
  cacheDir: string;
  /** Layer whose output is wanted; the backbone's last where left out. */
  layer?: string;
  /** `average` takes the mean over height and width, `none` keeps the map. @default "average" */
  pooling?: "average" | "none";
  /** Films computed at once. Part of the cache's key: it changes the last bits. @default 16 */
  batchSize?: number;
  /**
   * Random changes of the films before the network sees them: of each film `draws` are computed. A
   * draw depends on the film, its number and the seed alone.
   */
  augmented?: { augmentation: Augmentation; draws: number; seed: number };
  /** Called after each batch with how many films are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next batch; what is computed so far stays in the cache. */
  signal?: AbortSignal;
}

/** Features of films. */
export interface Features {
  /** Values, films one after the other; with draws all films' first draw, then all films' second. */
  data: Float32Array;
  /**
   * `[films, numFeatures]`, or `[films, height, width, channels]` without pooling; with draws there
   * are `draws` times as many films.
   */
  shape: number[];
  /** How many different films, or draws of them, had to be computed; others came from the cache. */
  computed: number;
}

/**
 * Runs films through a frozen network, each film once: its features are kept in a file named by
 * its pixels, in a folder named by the network's weights, input size, scaling and layer.
 *
 * Batches are filled up, so a film's features are the same, bit for bit, whatever else was already
 * in the cache. Two processes may fill one cache. For thousands of films, or for other programs,
 * `filmFeatures` (lib/training/film_features.ts) computes the same in chunks.
 *
 * @param pixels Films of the backbone's size, as `loadPixels` gives them.
 * @param options See {@linkcode CachedFeaturesOptions}.
 * @returns Features in the films' order.
 * @throws {RangeError} Where the films are of another size than the backbone's, or the number of
 *   draws is no positive integer.
 * @throws {Error} Where the backbone has no such layer, or the cache cannot be written.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { loadBackbone } from "lib/models/backbone.ts";
 * import { cachedFeatures } from "lib/training/cached_features.ts";
 * await startEngine();
 * const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [32, 32] });
 * const pixels = { data: new Uint8Array(2 * 32 * 32), shape: [2, 32, 32, 1] as [2, 32, 32, 1] };
 * const cacheDir = await Deno.makeTempDir();
 * (await cachedFeatures(pixels, { backbone, cacheDir })).shape; // [2, 512]
 * (await cachedFeatures(pixels, { backbone, cacheDir })).computed; // 0
 * backbone.model.dispose();
 * ```
 */
export async function cachedFeatures(
  pixels: Pixels,
  {
    backbone,
    cacheDir,
    layer = backbone.featureLayer,
    pooling = "average",
    batchSize = 16,
    augmented,
    onProgress,
    signal,
  }: CachedFeaturesOptions,
): Promise<Features> {
  const [numFilms, height, width] = pixels.shape;
  if (String([height, width]) !== String(backbone.imageSize)) {
    throw new RangeError(
      `Cannot compute features of ${height}x${width} films: ${backbone.name} was loaded for ` +
        backbone.imageSize.join("x"),
    );
  }
  const network = featureNetwork(backbone, { layer, pooling, batchSize });
  const { shape, length } = network;
  const draws = augmented?.draws ?? 1;
  if (!Number.isInteger(draws) || draws < 1) {
    throw new RangeError(`Cannot compute ${draws} draws of a film: expected a positive integer`);
  }
  const folder = join(cacheDir, folderName(backbone, { layer, pooling, batchSize }, augmented));

  const contents = Array.from({ length: numFilms }, (_, i) => contentKey(filmOf(pixels, i)));
  const keys = augmented
    ? Array.from({ length: draws }, (_, draw) => contents.map((key) => `${key}-${draw}`)).flat()
    : contents;
  const files = new Map(
    keys.map((key, i) => [key, { path: join(folder, `${key}.f32`), film: i % numFilms }]),
  );
  const known = new Map<string, Float32Array>();
  await mapParallel([...files], async ([key, { path }]) => {
    const values = await readFloats(path, length);
    if (values) known.set(key, values);
  }, { limit: 32, signal });

  const missing = [...files.keys()].filter((key) => !known.has(key));
  for (let start = 0; start < missing.length; start += batchSize) {
    signal?.throwIfAborted();
    const batch = missing.slice(start, start + batchSize);
    const films = batch.map((key) => filmOf(pixels, files.get(key)!.film));
    const values = featureBatch(network, films, augmented && { ...augmented, keys: batch });
    for (const [i, key] of batch.entries()) {
      const own = values.slice(i * length, (i + 1) * length);
      known.set(key, own);
      await writeFileAtomic(files.get(key)!.path, new Uint8Array(own.buffer));
    }
    onProgress?.(known.size, files.size);
  }

  const data = new Float32Array(keys.length * length);
  keys.forEach((key, i) => data.set(known.get(key)!, i * length));
  return { data, shape: [keys.length, ...shape], computed: missing.length };
}

function folderName(
  { name, fingerprint, imageSize, scale }: Backbone,
  options: { layer: string; pooling: string; batchSize: number },
  augmented: CachedFeaturesOptions["augmented"],
): string {
  const settings = JSON.stringify([fingerprint, imageSize, scale, options, ...drawKey(augmented)]);
  return `${name}-${createHash("sha256").update(settings).digest("hex").slice(0, 16)}`;
}

/** What of the draws belongs to the key: not how many there are. */
function drawKey(augmented: CachedFeaturesOptions["augmented"]): unknown[] {
  if (!augmented) return [];
  const sorted = Object.entries(augmented.augmentation).sort(([a], [b]) => a < b ? -1 : 1);
  return [sorted, augmented.seed];
}

function filmOf({ data, shape: [, height, width] }: Pixels, index: number): Uint8Array {
  return data.subarray(index * height * width, (index + 1) * height * width);
}

function contentKey(film: Uint8Array): string {
  return createHash("sha256").update(film).digest("hex");
}
