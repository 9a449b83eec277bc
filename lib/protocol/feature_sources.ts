import { loadPixels, type Pixels } from "../data/load_pixels.ts";
import type { Backbone } from "../models/backbone.ts";
import { cachedFeatures } from "../training/cached_features.ts";

/** Features of a set's films from one layer of one frozen network at one size. */
export interface FeatureSource {
  /** Name of the network. */
  backbone: string;
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  layer: string;
  /** `[n][channels]`, the layer's map averaged over its places and over film and mirror image. */
  rows: Float32Array[];
}

/** Layers worth pooling, the last first; of other networks the last two that fine-tuning knows. */
const LAYERS: Readonly<Record<string, string[]>> = {
  "mobilenet-v1": ["conv_pw_12_relu", "conv_pw_11_relu", "conv_pw_9_relu", "conv_pw_7_relu"],
  "mobilenet-v2": ["out_relu", "block_15_add", "block_12_add"],
  "squeezenet": ["fire9/concat", "fire7/concat", "fire5/concat"],
};

/** Options of {@linkcode featureSources}. */
export interface FeatureSourcesOptions {
  /** Folder of the films. */
  root: string;
  /** Folders of decoded films and of features. */
  cacheDir: string;
  featuresDir: string;
  /** Whether the last layer is enough. @default false */
  onlyLast?: boolean;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Computes films' features from several layers of a frozen network, each the mean of the film and
 * its mirror image; what was computed before is read.
 *
 * @param films Films in order.
 * @param backbone The network, for one size of films; it stays the caller's.
 * @param options See {@linkcode FeatureSourcesOptions}.
 * @returns One source a layer, the last layer first.
 * @throws {Error} Where a film cannot be decoded, naming the file.
 *
 * @example
 * ```ts ignore
 * import { featureSources } from "lib/protocol/feature_sources.ts";
 * const sources = await featureSources(films, backbone, { root, cacheDir, featuresDir });
 * sources.map(({ layer }) => layer); // ["conv_pw_12_relu", "conv_pw_11_relu", …]
 * ```
 */
export async function featureSources(
  films: readonly { path: string; sha256: string }[],
  backbone: Backbone,
  { root, cacheDir, featuresDir, onlyLast = false, onProgress, signal }: FeatureSourcesOptions,
): Promise<FeatureSource[]> {
  const { name, imageSize } = backbone;
  const pixels = await loadPixels({ root, films }, { imageSize, cacheDir, signal });
  const mirrored = mirror(pixels);
  const known = LAYERS[name] ?? [backbone.featureLayer, backbone.lastBlock.cut];
  const layers = onlyLast ? known.slice(0, 1) : known;
  const sources: FeatureSource[] = [];
  for (const [i, layer] of layers.entries()) {
    const halves = [];
    for (const [j, half] of [pixels, mirrored].entries()) {
      const { data, shape } = await cachedFeatures(half, {
        backbone,
        layer,
        cacheDir: featuresDir,
        signal,
        onProgress: (done, total) =>
          onProgress?.(2 * i + j + done / total, 2 * layers.length, `${name} ${imageSize[0]}`),
      });
      halves.push({ data, length: shape[1] });
    }
    const [{ data, length }, other] = halves;
    const mean = data.map((value, k) => (value + other.data[k]) / 2);
    const rows = films.map((_, k) => mean.subarray(k * length, (k + 1) * length));
    sources.push({ backbone: name, imageSize, layer, rows });
  }
  return sources;
}

/** Films turned left to right. */
function mirror({ data, shape }: Pixels): Pixels {
  const [numFilms, height, width] = shape;
  const turned = new Uint8Array(data.length);
  for (let row = 0; row < numFilms * height; row++) {
    const from = row * width;
    for (let x = 0; x < width; x++) turned[from + x] = data[from + width - 1 - x];
  }
  return { data: turned, shape };
}
