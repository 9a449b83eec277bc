import * as tf from "@tensorflow/tfjs";

/** Options of {@linkcode buildLungNetwork}. */
export interface LungNetworkOptions {
  /** Height and width of the films, in pixels, each a multiple of 8. @default [128, 128] */
  imageSize?: [number, number];
  /** Filters of the first level; each level below has twice as many. @default 16 */
  filters?: number;
}

/**
 * Builds a small U-Net (Ronneberger 2015) that finds the lungs on a film.
 *
 * Four levels; on the way up each reads the level below and, beside it, what its own level saw on
 * the way down. Each film is first brought to mean 0 and variance 1, so that brightness and contrast
 * of the whole film count for nothing. Convolutions keep their size, instead of losing an edge.
 *
 * @param options See {@linkcode LungNetworkOptions}.
 * @returns A model from grey films `[batch, height, width, 1]` in `[0, 255]` to the probability of
 *   lung `[batch, height, width, 1]`.
 * @throws {RangeError} Where a side is no multiple of 8.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildLungNetwork } from "lib/models/lung_network.ts";
 * await startEngine({ seed: 1 });
 * const model = buildLungNetwork({ imageSize: [64, 64] });
 * model.outputs[0].shape; // [null, 64, 64, 1]
 * model.dispose();
 * ```
 */
export function buildLungNetwork(
  { imageSize = [128, 128], filters = 16 }: LungNetworkOptions = {},
): tf.LayersModel {
  if (imageSize.some((side) => !(Number.isInteger(side) && side >= 16 && side % 8 === 0))) {
    throw new RangeError(
      `Cannot build a lung network for ${imageSize.join("×")} pixels: expected multiples of 8 ` +
        "from 16",
    );
  }
  const film = tf.input({ shape: [...imageSize, 1], name: "film" });
  const centred = apply(
    tf.layers.layerNormalization({
      axis: [1, 2, 3],
      trainable: false, // its scale stays 1 and its offset 0: without them tfjs fails in training
      name: "standardise",
    }),
    film,
  );
  const level1 = conv("down1", centred, filters); //                            128×128×16
  const level2 = twoConvs("down2", pool(level1), 2 * filters); //                64×64×32
  const level3 = twoConvs("down3", pool(level2), 4 * filters); //                32×32×64
  const bottom = twoConvs("bottom", pool(level3), 8 * filters); //               16×16×128
  const up3 = conv("up3", beside("beside3", bottom, level3), 2 * filters); //    32×32×32
  const up2 = conv("up2", beside("beside2", up3, level2), filters); //           64×64×16
  const up1 = conv("up1", beside("beside1", up2, level1), filters); //           128×128×16
  const logits = apply(tf.layers.conv2d({ filters: 1, kernelSize: 1, name: "lung_logits" }), up1);
  const lungs = apply(tf.layers.activation({ activation: "sigmoid", name: "lungs" }), logits);
  return tf.model({ inputs: film, outputs: lungs, name: "lung_network" });
}

function twoConvs(name: string, x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  return conv(`${name}_b`, conv(`${name}_a`, x, filters), filters);
}

function conv(name: string, x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  const layer = tf.layers.conv2d({
    filters,
    kernelSize: 3,
    padding: "same",
    activation: "relu",
    kernelInitializer: "heNormal",
    name,
  });
  return apply(layer, x);
}

function pool(x: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.maxPooling2d({ poolSize: 2, name: `pool_${x.sourceLayer.name}` }), x);
}

/** What comes from below, twice as large, beside what the same level saw on the way down. */
function beside(name: string, below: tf.SymbolicTensor, level: tf.SymbolicTensor) {
  const large = apply(tf.layers.upSampling2d({ size: [2, 2], name: `${name}_large` }), below);
  return tf.layers.concatenate({ name }).apply([large, level]) as tf.SymbolicTensor;
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}
