import { join } from "@std/path";
import { createHash } from "node:crypto";
import { loadPixels } from "../data/load_pixels.ts";
import { restyleFilm } from "../data/restyle_film.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { Backbone } from "../models/backbone.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { batchedFeatures } from "./batched_features.ts";
import { featureNetwork } from "./feature_batch.ts";
import { readFloats } from "./read_floats.ts";

/** Counts up when the same seed would restyle otherwise. */
const RESTYLE_VERSION = 1;

/** Options of {@linkcode restyledFeatures}. */
export interface RestyledFeaturesOptions {
  /** Frozen network. */
  backbone: Backbone;
  /** Number of the draw; `undefined` for the films as they are. */
  draw?: number;
  seed: number;
  /** Folders of decoded films and of features. */
  cacheDir: string;
  featuresDir: string;
  /** Films computed at once. @default 16 */
  batchSize?: number;
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next batch; finished pieces are kept. */
  signal?: AbortSignal;
}

/** Films in memory at a time, and in a piece that is kept. */
const CHUNK = 256;

/**
 * Pooled features of films as they are, or as other clinics might have made them (see
 * `restyleFilm`). A draw depends on the film, its number, the seed, and the films whose looks are
 * borrowed: those of its chunk.
 *
 * @param set Folder and films.
 * @param options See {@linkcode RestyledFeaturesOptions}.
 * @returns `[n][numFeatures]`.
 * @throws {Error} Where a film or a folder cannot be read or written.
 * @throws {DOMException} `AbortError` where it was stopped.
 *
 * @example
 * ```ts ignore
 * import { restyledFeatures, type RestyledFeaturesOptions } from "lib/training/restyled_features.ts";
 * declare const options: RestyledFeaturesOptions;
 * const set = { root: "data/films/mine", films: [{ path: "1.png", sha256: "…" }] };
 * (await restyledFeatures(set, { ...options, draw: 0 }))[0].length; // 1024 with MobileNetV1
 * ```
 */
export async function restyledFeatures(
  set: { root: string; films: readonly { path: string; sha256: string }[] },
  options: RestyledFeaturesOptions,
): Promise<Float32Array[]> {
  const { backbone, draw, seed, cacheDir, featuresDir, batchSize = 16, signal } = options;
  const network = featureNetwork(backbone, { batchSize });
  const { length } = network;
  const [height, width] = backbone.imageSize;
  const rows: Float32Array[] = [];
  for (let start = 0; start < set.films.length; start += CHUNK) {
    const films = set.films.slice(start, start + CHUNK);
    const piece = join(featuresDir, "restyled", `${keyOf(films, { ...options, batchSize })}.f32`);
    let values = await readFloats(piece, films.length * length);
    if (!values) {
      const { imageSize } = backbone;
      const { data } = await loadPixels({ root: set.root, films }, { imageSize, cacheDir, signal });
      const pixelsOf = (i: number) => data.subarray(i * height * width, (i + 1) * height * width);
      const styled = async ({ sha256 }: { sha256: string }, i: number) => {
        const pixels = pixelsOf(i);
        if (draw === undefined) return pixels;
        const own = deriveSeed(seed, "restyle", draw, sha256);
        const look = pixelsOf(Math.floor(films.length * seededRandom(own)()));
        return (await restyleFilm({ pixels, height, width }, { seed: own, look })).pixels;
      };
      values = await batchedFeatures(network, {
        numFilms: films.length,
        filmsOf: (from, to) =>
          Promise.all(films.slice(from, to).map((film, i) => styled(film, from + i))),
        onProgress: (done) => options.onProgress?.(start + done, set.films.length),
        signal,
      });
      await writeFileAtomic(piece, new Uint8Array(values.buffer));
    }
    for (let i = 0; i < films.length; i++) rows.push(values.subarray(i * length, (i + 1) * length));
    options.onProgress?.(start + films.length, set.films.length);
  }
  return rows;
}

function keyOf(
  films: readonly { sha256: string }[],
  { backbone, draw, seed, batchSize }: RestyledFeaturesOptions,
): string {
  const { fingerprint, imageSize, scale } = backbone;
  const style = draw === undefined ? [] : [RESTYLE_VERSION, draw, seed];
  const hash = createHash("sha256");
  hash.update(JSON.stringify([fingerprint, imageSize, scale, batchSize, style]));
  for (const { sha256 } of films) hash.update(`\n${sha256}`);
  return hash.digest("hex");
}
