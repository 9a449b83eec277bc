import * as tf from "@tensorflow/tfjs";

/** A classifier cut in two: what sees, and what decides. */
export interface SplitNetwork {
  /** Name of the last layer whose output is spread over the picture. */
  layer: string;
  /** Feature map of films: `[batch, height, width, channels]`; shares the model's weights. */
  features(xs: tf.Tensor): tf.Tensor4D;
  /**
   * Logits from a feature map: `[batch, numClasses]`, or `[batch, 1]` before a sigmoid. Its gradient
   * needs no convolution's, so that every backend has it.
   */
  logits(map: tf.Tensor4D): tf.Tensor2D;
}

const split = new WeakMap<tf.LayersModel, SplitNetwork>();

/**
 * Cuts a classifier behind its last feature map that still is a picture: behind it come only pooling
 * over the whole, flattening and dense layers.
 *
 * @param model Classifier that ends in softmax or sigmoid.
 * @returns Both parts; they share the model's weights and own nothing.
 * @throws {RangeError} Where the model has no such map, or another end.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { splitNetwork } from "lib/explain/split_network.ts";
 * import { sequence } from "lib/models/sequence.ts";
 * const { conv2d, dense, globalAveragePooling2d } = tf.layers;
 * const layers = [
 *   conv2d({ filters: 2, kernelSize: 3, name: "last" }),
 *   globalAveragePooling2d({}),
 *   dense({ units: 2, activation: "softmax" }),
 * ];
 * splitNetwork(sequence(layers, { imageSize: [8, 8], channels: 1 })).layer; // "last"
 * ```
 */
export function splitNetwork(model: tf.LayersModel): SplitNetwork {
  const known = split.get(model);
  if (known) return known;
  const index = model.layers.findLastIndex(({ outputShape }) => isPicture(outputShape));
  if (index < 1) {
    throw new RangeError(`Cannot explain "${model.name}": no layer's output is a map of the film`);
  }
  const layer = model.layers[index];
  const eyes = tf.model({ inputs: model.inputs, outputs: layer.output as tf.SymbolicTensor });
  const head = model.layers.slice(index + 1);
  const result: SplitNetwork = {
    layer: layer.name,
    features: (xs) => eyes.apply(xs, { training: false }) as tf.Tensor4D,
    logits: (map) => tf.tidy(() => runHead(head, { from: layer, map })),
  };
  split.set(model, result);
  return result;
}

/** Runs the layers behind the map, the last one without its activation. */
function runHead(
  head: readonly tf.layers.Layer[],
  { from, map }: { from: tf.layers.Layer; map: tf.Tensor4D },
): tf.Tensor2D {
  const outputs = new Map<string, tf.Tensor>([[from.name, map]]);
  let result: tf.Tensor = map;
  head.forEach((layer, i) => {
    // A layer may be used in other networks, too: its node in this one reads what is known here.
    const inputs = layer.inboundNodes
      .map(({ inboundLayers }) => inboundLayers.map(({ name }) => outputs.get(name)!))
      .find((found) => found.length > 0 && !found.includes(undefined!));
    if (!inputs) {
      throw new RangeError(
        `Cannot explain: layer "${layer.name}" also reads before "${from.name}"`,
      );
    }
    result = i === head.length - 1
      ? withoutActivation(layer, inputs[0])
      : layer.apply(inputs.length === 1 ? inputs[0] : inputs, { training: false }) as tf.Tensor;
    outputs.set(layer.name, result);
  });
  return result as tf.Tensor2D;
}

function withoutActivation(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor {
  const kind = layer.getClassName();
  const { activation } = layer.getConfig();
  const isEnd = kind === "Softmax" || ["softmax", "sigmoid"].includes(String(activation));
  if (isEnd && (kind === "Activation" || kind === "Softmax")) return input;
  if (isEnd && kind === "Dense") {
    const [kernel, bias] = layer.getWeights();
    const product = tf.matMul(input as tf.Tensor2D, kernel as tf.Tensor2D);
    return bias ? product.add(bias) : product;
  }
  throw new RangeError(
    `Cannot explain: expected a network that ends in softmax or sigmoid but found ${kind} ` +
      `with ${activation ?? "no"} activation`,
  );
}

function isPicture(shape: tf.Shape | tf.Shape[]): boolean {
  return shape.length === 4 && (shape[1] as number) * (shape[2] as number) > 1;
}
