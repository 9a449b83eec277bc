import * as tf from "@tensorflow/tfjs";

/**
 * The file with VGG16's ImageNet weights, as Keras publishes it.
 *
 * The weights are those of the Visual Geometry Group, Oxford (CC BY 4.0).
 */
export const VGG16_WEIGHTS = {
  file: "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
  bytes: 58_889_256,
  md5: "6d6bbae143d832006294945121d1f1fc",
} as const;

/** Options of {@linkcode buildVgg16}. */
export interface BuildVgg16Options {
  /** Height and width of the input in pixels, each at least 32; any size where left out. */
  imageSize?: [number, number];
}

/**
 * Builds VGG16 without its classifier: 13 convolutions in five blocks, 14,714,688 parameters.
 *
 * Every layer has Keras's name, so any of them is at hand: `model.getLayer("block5_pool").output`.
 * The ImageNet weights expect "caffe" pixels: channels blue, green, red in `[0, 255]`, minus
 * `[103.939, 116.779, 123.68]`. (Experiment B2 as published feeds pixels / 255 instead.)
 *
 * @param options See {@linkcode BuildVgg16Options}.
 * @returns A model from `[batch, height, width, 3]` to `[batch, height / 32, width / 32, 512]`
 *   (rounded down), with random weights from the engine's stream.
 * @throws {RangeError} Where the input is smaller than 32 pixels.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine({ seed: 1 });
 * const model = buildVgg16({ imageSize: [224, 224] });
 * model.countParams(); // 14714688
 * model.dispose();
 * ```
 *
 * @see Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556 (configuration D)
 */
export function buildVgg16({ imageSize }: BuildVgg16Options = {}): tf.LayersModel {
  if (imageSize?.some((side) => !(side >= 32))) {
    throw new RangeError(`Cannot build VGG16 for ${imageSize.join("x")} pixels: expected >= 32`);
  }
  const inputs = tf.input({ shape: [...(imageSize ?? [null, null]), 3], name: "input_1" });
  let x = inputs; //                                 224×224×3
  x = conv(x, { filters: 64, name: "block1_conv1" });
  x = conv(x, { filters: 64, name: "block1_conv2" });
  x = pool(x, "block1_pool"); //                     112×112×64

  x = conv(x, { filters: 128, name: "block2_conv1" });
  x = conv(x, { filters: 128, name: "block2_conv2" });
  x = pool(x, "block2_pool"); //                     56×56×128

  x = conv(x, { filters: 256, name: "block3_conv1" });
  x = conv(x, { filters: 256, name: "block3_conv2" });
  x = conv(x, { filters: 256, name: "block3_conv3" });
  x = pool(x, "block3_pool"); //                     28×28×256

  x = conv(x, { filters: 512, name: "block4_conv1" });
  x = conv(x, { filters: 512, name: "block4_conv2" });
  x = conv(x, { filters: 512, name: "block4_conv3" });
  x = pool(x, "block4_pool"); //                     14×14×512

  x = conv(x, { filters: 512, name: "block5_conv1" });
  x = conv(x, { filters: 512, name: "block5_conv2" });
  x = conv(x, { filters: 512, name: "block5_conv3" });
  x = pool(x, "block5_pool"); //                     7×7×512
  return tf.model({ inputs, outputs: x, name: "vgg16" });
}

function conv(x: tf.SymbolicTensor, options: { filters: number; name: string }): tf.SymbolicTensor {
  const layer = tf.layers.conv2d({
    kernelSize: 3,
    padding: "same",
    activation: "relu",
    ...options,
  });
  return layer.apply(x) as tf.SymbolicTensor;
}

function pool(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  return tf.layers.maxPooling2d({ poolSize: 2, strides: 2, name }).apply(x) as tf.SymbolicTensor;
}
