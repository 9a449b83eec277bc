import * as tf from "@tensorflow/tfjs";
import type { Backbone } from "../models/backbone.ts";
import { augment, type Augmentation } from "./augmentation.ts";

/** A frozen network up to the layer whose output is wanted. */
export interface FeatureNetwork {
  model: tf.LayersModel;
  /** `[height, width]` of the films in pixels. */
  imageSize: readonly [number, number];
  /** `average` takes the mean over height and width, `none` keeps the map. */
  pooling: "average" | "none";
  /** Films computed at once; it changes the last bits. */
  batchSize: number;
  /** Shape of one film's features. */
  shape: number[];
  /** Values of one film's features. */
  length: number;
}

/**
 * Cuts a backbone where its features are wanted.
 *
 * @param backbone The frozen network; its weights are shared, not copied.
 * @param options `layer`, `pooling` and `batchSize`, as `cachedFeatures` has them.
 * @returns The network; nothing of it needs to be disposed besides the backbone.
 * @throws {Error} Where the backbone has no such layer.
 *
 * @example
 * ```ts ignore
 * import { featureNetwork } from "lib/training/feature_batch.ts";
 * featureNetwork(backbone, { batchSize: 16 }).shape; // [1024]
 * ```
 */
export function featureNetwork(
  backbone: Backbone,
  { layer = backbone.featureLayer, pooling = "average", batchSize }: {
    layer?: string;
    pooling?: "average" | "none";
    batchSize: number;
  },
): FeatureNetwork {
  const output = backbone.model.getLayer(layer).output as tf.SymbolicTensor;
  const model = tf.model({ inputs: backbone.model.inputs, outputs: output });
  const map = output.shape.slice(1) as number[];
  const shape = pooling === "average" ? map.slice(-1) : map;
  const length = shape.reduce((product, side) => product * side, 1);
  return { model, imageSize: backbone.imageSize, pooling, batchSize, shape, length };
}

/**
 * Runs one batch of films through the network. A short batch is filled up, so that a film's
 * features are the same, bit for bit, in whatever company.
 *
 * @param network See {@linkcode featureNetwork}.
 * @param films One to `batchSize` films, grey levels in `[0, 255]`.
 * @param draws Random changes before the network sees them, with one key a film that fixes them.
 * @returns Features, `[batchSize, ...shape]`, flat; those of the films come first.
 *
 * @example
 * ```ts ignore
 * import { featureBatch, featureNetwork } from "lib/training/feature_batch.ts";
 * const network = featureNetwork(backbone, { batchSize: 16 });
 * featureBatch(network, [new Uint8Array(224 * 224)]).length; // 16 * 1024
 * ```
 */
export function featureBatch(
  { model, imageSize: [height, width], pooling, batchSize }: FeatureNetwork,
  films: readonly Uint8Array[],
  draws?: { augmentation: Augmentation; seed: number; keys: readonly string[] },
): Float32Array {
  // A kernel may sum in another order for another batch size: a short batch is filled up.
  const places = Array.from({ length: batchSize }, (_, i) => i % films.length);
  const values = new Float32Array(batchSize * height * width);
  places.forEach((place, i) => values.set(films[place], i * height * width));
  return tf.tidy(() => {
    let xs = tf.tensor4d(values, [batchSize, height, width, 1]);
    if (draws) {
      const { augmentation, seed, keys } = draws;
      xs = augment(xs, augmentation, { seed, keys: places.map((place) => keys[place]) });
    }
    const map = model.apply(xs, { training: false }) as tf.Tensor;
    return (pooling === "average" ? map.mean([1, 2]) : map).dataSync() as Float32Array;
  });
}
