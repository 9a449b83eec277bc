import * as tf from "@tensorflow/tfjs";
import type { Backbone } from "./backbone.ts";
import { holdBatchNorm } from "./batch_norm.ts";
import { dense } from "./keras_layers.ts";
import { buildGraph, graphOf, joinGraphs } from "./model_graph.ts";
import { inOwnStream } from "./own_stream.ts";

/** `[numFeatures]` each, in the features' units. */
interface Standardiser {
  mean: ArrayLike<number>;
  scale: ArrayLike<number>;
}

/** Options of {@linkcode buildHead}. */
export interface BuildHeadOptions {
  /** Length of a feature vector. */
  numFeatures: number;
  numClasses: number;
  /** Units of the hidden layers, with ReLU; none for a linear probe. @default [128] */
  hidden?: number[];
  /** Share of the units dropped before each dense layer, in `[0, 1)`. @default 0 */
  dropout?: number;
  /** `sigmoid` makes one output of two classes: the probability of class 1. @default "softmax" */
  activation?: "softmax" | "sigmoid";
  /**
   * Mean and standard deviation of each training feature, as `fitStandardiser` measures them; not
   * standardised where left out.
   */
  standardise?: Standardiser;
  /** Seed of the first weights. */
  seed: number;
}

/**
 * Builds a classifier of feature vectors.
 *
 * Its layers: `standardise` (where asked for; frozen), `hidden_1` …, `dropout_1` …, `logits` and
 * `probabilities`.
 *
 * @param options See {@linkcode BuildHeadOptions}.
 * @returns A model from `[batch, numFeatures]` to probabilities `[batch, numClasses]`
 *   (`[batch, 1]` with `sigmoid`).
 * @throws {RangeError} Where `sigmoid` is asked for other than two classes.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildHead } from "lib/models/head.ts";
 * await startEngine();
 * const head = buildHead({ numFeatures: 512, numClasses: 2, seed: 1 });
 * head.countParams(); // 65922 = 512 * 128 + 128 + 128 * 2 + 2
 * head.dispose();
 * ```
 */
export function buildHead(options: BuildHeadOptions): tf.LayersModel {
  const { numClasses, activation = "softmax", standardise, seed } = options;
  if (activation === "sigmoid" && numClasses !== 2) {
    throw new RangeError(`Cannot build a sigmoid head for ${numClasses} classes: expected 2`);
  }
  const head = inOwnStream(seed, () => stackLayers({ ...options, activation }));
  if (standardise) setStatistics(head, standardise);
  holdBatchNorm(head);
  return head;
}

/**
 * Joins a backbone, global average pooling (`pooled_features`) and a head into one network.
 *
 * @param backbone Backbone whose feature map is pooled.
 * @param head Head for `backbone.numFeatures` features, as {@linkcode buildHead} makes it.
 * @returns A model from grey films `[batch, height, width, 1]` in `[0, 255]` to the head's
 *   probabilities. Weights are copied; all layers have their names, nothing is nested; the
 *   backbone's layers are frozen until `unfreeze` (lib/models/fine_tune.ts) thaws some.
 * @throws {RangeError} Where the head expects another number of features.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { loadBackbone } from "lib/models/backbone.ts";
 * import { buildHead, joinHead } from "lib/models/head.ts";
 * await startEngine();
 * const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [32, 32] });
 * const head = buildHead({ numFeatures: backbone.numFeatures, numClasses: 3, seed: 1 });
 * const model = await joinHead(backbone, head);
 * model.outputs[0].shape; // [null, 3]
 * ```
 */
export async function joinHead(backbone: Backbone, head: tf.LayersModel): Promise<tf.LayersModel> {
  const expected = head.inputs[0].shape[1];
  if (expected !== backbone.numFeatures) {
    throw new RangeError(
      `Cannot join: the head expects ${expected} features but ${backbone.name} has ` +
        `${backbone.numFeatures}`,
    );
  }
  const map = tf.input({ shape: backbone.model.outputs[0].shape.slice(1), name: "feature_map" });
  const pooling = tf.model({
    inputs: map,
    outputs: tf.layers.globalAveragePooling2d({ name: "pooled_features" })
      .apply(map) as tf.SymbolicTensor,
  });
  const pooled = joinGraphs(graphOf(backbone.model), graphOf(pooling));
  const graph = { ...joinGraphs(pooled, graphOf(head)), name: `${backbone.name}-classifier` };
  const model = await buildGraph(graph, [backbone.model, head]);
  const ofBackbone = new Set(backbone.model.layers.map(({ name }) => name));
  for (const layer of model.layers) if (ofBackbone.has(layer.name)) layer.trainable = false;
  holdBatchNorm(model);
  return model;
}

function stackLayers(
  { numFeatures, numClasses, hidden = [128], dropout = 0, activation, standardise }:
    & BuildHeadOptions
    & { activation: "softmax" | "sigmoid" },
): tf.LayersModel {
  const inputs = tf.input({ shape: [numFeatures], name: "features" });
  let x: tf.SymbolicTensor = inputs;
  if (standardise) x = apply(standardiser(), x);
  hidden.forEach((units, i) => {
    x = drop(x, { rate: dropout, name: `dropout_${i + 1}` });
    x = apply(dense({ units, activation: "relu", name: `hidden_${i + 1}` }), x);
  });
  x = drop(x, { rate: dropout, name: `dropout_${hidden.length + 1}` });
  const units = activation === "sigmoid" ? 1 : numClasses;
  x = apply(dense({ units, name: "logits" }), x);
  x = apply(tf.layers.activation({ activation, name: "probabilities" }), x);
  return tf.model({ inputs, outputs: x, name: "head" });
}

/**
 * Standardising as a layer of the network: a normalisation whose statistics never change. The
 * epsilon keeps features that hardly vary in training from shouting on other films.
 */
function standardiser(): tf.layers.Layer {
  return tf.layers.batchNormalization({ epsilon: 1e-3, name: "standardise" });
}

function setStatistics(head: tf.LayersModel, { mean, scale }: Standardiser): void {
  tf.tidy(() => {
    const [gamma, beta] = [tf.ones([mean.length]), tf.zeros([mean.length])];
    const variance = Float32Array.from(scale, (deviation) => deviation ** 2);
    const statistics = [Float32Array.from(mean), variance].map((values) => tf.tensor1d(values));
    head.getLayer("standardise").setWeights([gamma, beta, ...statistics]);
  });
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}

function drop(
  x: tf.SymbolicTensor,
  { rate, name }: { rate: number; name: string },
): tf.SymbolicTensor {
  return rate > 0 ? apply(tf.layers.dropout({ rate, name }), x) : x;
}
