import * as tf from "@tensorflow/tfjs";

/** One layer of a {@linkcode ModelGraph}, as Keras and TensorFlow.js write it to JSON. */
export interface GraphLayer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  /** One list of inputs; none for an input layer. */
  inbound_nodes: Inbound[][];
}

/** Where a layer's input comes from: `[layer, node, tensor, keyword arguments]`. */
type Inbound = [string, number, number, unknown];

/** A network with one input and one output as data, to be cut, joined and built again. */
export interface ModelGraph {
  name: string;
  /** Layers, each after those that it takes its input from. */
  layers: GraphLayer[];
  /** Name of the input layer. */
  input: string;
  /** Name of the layer whose output is the network's. */
  output: string;
}

/**
 * Takes a model apart into its layers; weights are not touched.
 *
 * @param model Model of `tf.model` with one input and one output, nothing nested.
 * @returns Its graph, a copy.
 * @throws {TypeError} Where it has several inputs or outputs, or is sequential.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { graphOf } from "lib/models/model_graph.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [32, 32] });
 * graphOf(model).output; // "block5_pool"
 * model.dispose();
 * ```
 */
export function graphOf(model: tf.LayersModel): ModelGraph {
  const { class_name, config } = JSON.parse(JSON.stringify(model.toJSON(null, false)));
  const { name, layers, input_layers: inputs, output_layers: outputs } = config;
  if (class_name === "Sequential" || inputs?.length !== 1 || outputs?.length !== 1) {
    throw new TypeError(`Cannot take "${name}" apart: expected tf.model with one input and output`);
  }
  return { name, layers, input: inputs[0][0], output: outputs[0][0] };
}

/**
 * Builds a model from a graph and the weights of the models that its layers come from.
 *
 * @param graph Layers as {@linkcode graphOf} gives them.
 * @param sources Models that have the graph's layers, under the same names.
 * @returns A model of its own, with copies of the weights.
 * @throws {Error} Where a layer's weights are in none of the sources.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { buildGraph, graphOf } from "lib/models/model_graph.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [32, 32] });
 * const copy = await buildGraph(graphOf(model), [model]);
 * model.dispose();
 * copy.countParams(); // 14714688
 * copy.dispose();
 * ```
 */
export async function buildGraph(
  graph: ModelGraph,
  sources: readonly tf.LayersModel[],
): Promise<tf.LayersModel> {
  // The input of a cut network has the name of the layer that it stands for.
  const names = new Set(
    graph.layers.map(({ name }) => name).filter((name) => name !== graph.input),
  );
  const weights = sources.flatMap(({ layers }) => layers)
    .filter(({ name }) => names.has(name))
    .flatMap((layer) => layer.weights);
  const weightSpecs = weights.map(({ originalName, shape }) => ({
    name: originalName,
    shape: shape as number[],
    dtype: "float32" as const,
  }));
  const sizes = weightSpecs.map(({ shape }) => tf.util.sizeFromShape(shape));
  const values = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const [i, weight] of weights.entries()) {
    values.set(weight.read().dataSync(), at);
    at += sizes[i];
  }
  const modelTopology = topologyOf(graph);
  return await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs,
      weightData: values.buffer,
      format: "layers-model",
    }),
  );
}

/**
 * Puts one network behind another: what the second reads from its input, it then reads from the
 * first one's output.
 *
 * @param first Network from the joint input.
 * @param second Network to the joint output.
 * @returns The joint network, under the second one's name.
 * @throws {RangeError} Where both have a layer of the same name.
 *
 * @example
 * ```ts
 * import { joinGraphs, type ModelGraph } from "lib/models/model_graph.ts";
 * const layer = (name: string, from?: string) => ({
 *   name,
 *   class_name: from ? "ReLU" : "InputLayer",
 *   config: { name },
 *   inbound_nodes: from ? [[[from, 0, 0, {}] as [string, number, number, unknown]]] : [],
 * });
 * const graph = (input: string, output: string): ModelGraph => ({
 *   name: output,
 *   layers: [layer(input), layer(output, input)],
 *   input,
 *   output,
 * });
 * joinGraphs(graph("x", "a"), graph("y", "b")).layers.map(({ name }) => name); // ["x", "a", "b"]
 * ```
 */
export function joinGraphs(first: ModelGraph, second: ModelGraph): ModelGraph {
  const names = new Set(first.layers.map(({ name }) => name));
  const behind = second.layers.filter(({ name }) => name !== second.input).map((layer) => {
    if (names.has(layer.name)) {
      throw new RangeError(`Cannot join models: both have a layer "${layer.name}"`);
    }
    return { ...layer, inbound_nodes: layer.inbound_nodes.map((node) => node.map(redirect)) };
  });
  function redirect([name, ...rest]: Inbound): Inbound {
    return name === second.input ? [first.output, 0, 0, {}] : [name, ...rest];
  }
  const { name, output } = second;
  return { name, layers: [...first.layers, ...behind], input: first.input, output };
}

/**
 * Keeps what lies between two layers.
 *
 * @param graph Network to cut; it stays as it is.
 * @param options `after`, the layer whose output becomes the input, of shape `inputShape` (with the
 *   batch; both left out: the network's own input stays), and `output`, the last layer kept.
 * @returns A graph of those layers; the new input has the name of the layer it stands for.
 * @throws {RangeError} Where there is no such layer, or a layer kept also reads one before `after`.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { cutGraph, graphOf } from "lib/models/model_graph.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [32, 32] });
 * cutGraph(graphOf(model), { output: "block1_pool" }).layers.length; // 4
 * model.dispose();
 * ```
 */
export function cutGraph(
  graph: ModelGraph,
  { after, inputShape, output = graph.output }: {
    after?: string;
    inputShape?: (number | null)[];
    output?: string;
  },
): ModelGraph {
  const byName = new Map(graph.layers.map((layer) => [layer.name, layer]));
  const input = after ?? graph.input;
  for (const name of [input, output]) {
    if (byName.has(name)) continue;
    throw new RangeError(`Cannot cut at "${name}": "${graph.name}" has no such layer`);
  }
  const kept = new Set<string>();
  const pending = [output];
  while (pending.length > 0) {
    const name = pending.pop()!;
    if (name === input || kept.has(name)) continue;
    if (name === graph.input) {
      throw new RangeError(`Cannot cut after "${after}": a layer behind it reads one before it`);
    }
    kept.add(name);
    pending.push(...byName.get(name)!.inbound_nodes.flat().map(([source]) => source));
  }
  const first = after === undefined ? byName.get(input)! : inputLayer(input, inputShape);
  const layers = [first, ...graph.layers.filter(({ name }) => kept.has(name))];
  return { name: graph.name, layers, input, output };
}

function inputLayer(name: string, shape?: (number | null)[]): GraphLayer {
  const config = { name, batch_input_shape: shape, dtype: "float32", sparse: false };
  return { name, class_name: "InputLayer", config, inbound_nodes: [] };
}

/**
 * Copies the weights of every layer that two models both have, by name.
 *
 * @param from Model to read.
 * @param to Model to change.
 * @returns How many layers were copied.
 * @throws {Error} Where a layer's shapes differ.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { copyWeights } from "lib/models/model_graph.ts";
 * import { buildVgg16 } from "lib/models/vgg16.ts";
 * await startEngine();
 * const model = buildVgg16({ imageSize: [32, 32] });
 * const other = buildVgg16({ imageSize: [64, 64] });
 * copyWeights(model, other); // 13
 * for (const each of [model, other]) each.dispose();
 * ```
 */
export function copyWeights(from: tf.LayersModel, to: tf.LayersModel): number {
  const targets = new Map(to.layers.map((layer) => [layer.name, layer]));
  const shared = from.layers.filter(({ name, weights }) => weights.length > 0 && targets.has(name));
  for (const layer of shared) targets.get(layer.name)!.setWeights(layer.getWeights());
  return shared.length;
}

function topologyOf({ name, layers, input, output }: ModelGraph) {
  return {
    class_name: "Model",
    config: { name, layers, input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] },
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
}
