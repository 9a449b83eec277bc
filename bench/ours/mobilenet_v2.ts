import * as tf from "@tensorflow/tfjs";
import { dense } from "lib/models/keras_layers.ts";
import { scalePixels } from "lib/models/scale_pixels.ts";

/** Options of {@linkcode buildMobileNetV2}. */
export interface BuildMobileNetV2Options {
  /** Height and width of the films in pixels. */
  imageSize: [number, number];
  numClasses: number;
}

/** Expansion, channels before `ALPHA`, repeats and first stride of each stage (the paper's table 2). */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Width multiplier, that of the pretrained network that the project knows. */
const ALPHA = 0.35;

/**
 * Builds MobileNetV2 0.35 with a linear head and random weights, from grey films to probabilities.
 *
 * @param options See {@linkcode BuildMobileNetV2Options}.
 * @returns The model; 410,208 parameters and the head's.
 *
 * @example
 * ```ts ignore
 * buildMobileNetV2({ imageSize: [224, 224], numClasses: 3 }).countParams(); // 414051
 * ```
 *
 * @see Sandler et al. 2018, https://arxiv.org/abs/1801.04381
 */
export function buildMobileNetV2(
  { imageSize, numClasses }: BuildMobileNetV2Options,
): tf.LayersModel {
  const film = tf.input({ shape: [...imageSize, 1], name: "film" });
  let x = scalePixels(film, "symmetric");
  x = conv(x, { filters: width(32), kernelSize: 3, strides: 2 });
  for (const [expansion, channels, repeats, firstStride] of STAGES) {
    for (let i = 0; i < repeats; i++) {
      const strides = i === 0 ? firstStride : 1;
      x = block(x, { expansion, filters: width(channels), strides });
    }
  }
  x = conv(x, { filters: 1280, kernelSize: 1 });
  x = tf.layers.globalAveragePooling2d({}).apply(x) as tf.SymbolicTensor;
  const probabilities = dense({ units: numClasses, activation: "softmax" }).apply(x);
  return tf.model({ inputs: film, outputs: probabilities as tf.SymbolicTensor });
}

function block(
  x: tf.SymbolicTensor,
  { expansion, filters, strides }: { expansion: number; filters: number; strides: number },
): tf.SymbolicTensor {
  const channels = x.shape.at(-1)!;
  let y = expansion === 1 ? x : conv(x, { filters: expansion * channels, kernelSize: 1 });
  const depthwise = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    strides,
    padding: "same",
    useBias: false,
  });
  y = relu6(normalise(depthwise.apply(y)));
  const project = tf.layers.conv2d({ filters, kernelSize: 1, useBias: false });
  y = normalise(project.apply(y));
  if (strides !== 1 || channels !== filters) return y;
  return tf.layers.add().apply([x, y]) as tf.SymbolicTensor;
}

function conv(
  x: tf.SymbolicTensor,
  options: { filters: number; kernelSize: number; strides?: number },
): tf.SymbolicTensor {
  const layer = tf.layers.conv2d({ padding: "same", useBias: false, ...options });
  return relu6(normalise(layer.apply(x)));
}

function normalise(x: ReturnType<tf.layers.Layer["apply"]>): tf.SymbolicTensor {
  return tf.layers.batchNormalization({ epsilon: 1e-3 }).apply(x) as tf.SymbolicTensor;
}

function relu6(x: tf.SymbolicTensor): tf.SymbolicTensor {
  return tf.layers.reLU({ maxValue: 6 }).apply(x) as tf.SymbolicTensor;
}

/** Channels times `ALPHA`, to the nearest multiple of 8 that is not over a tenth less. */
function width(channels: number): number {
  const wanted = channels * ALPHA;
  const nearest = Math.max(8, Math.floor((wanted + 4) / 8) * 8);
  return nearest < 0.9 * wanted ? nearest + 8 : nearest;
}
