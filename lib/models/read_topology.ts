import type * as tf from "@tensorflow/tfjs";
import { poisonedKey } from "./poisoned_key.ts";

/** Layers that a bundle's network may have: what classifies films, and nothing recurrent or nested. */
export const KNOWN_LAYERS: readonly string[] = [
  "Activation",
  "Add",
  "AveragePooling2D",
  "BatchNormalization",
  "Concatenate",
  "Conv2D",
  "Dense",
  "DepthwiseConv2D",
  "Dropout",
  "Flatten",
  "GlobalAveragePooling2D",
  "GlobalMaxPooling2D",
  "InputLayer",
  "LeakyReLU",
  "MaxPooling2D",
  "Multiply",
  "ReLU",
  "Rescaling",
  "Reshape",
  "SeparableConv2D",
  "Softmax",
  "SpatialDropout2D",
  "ZeroPadding2D",
];

const MAX_LETTERS = 16 * 2 ** 20;
const MAX_LAYERS = 2000;
const MAX_WEIGHTS = 2000;

/** A network's parts, checked. */
export interface Topology {
  /** What `tf.models.modelFromJSON` takes. */
  modelTopology: Record<string, unknown>;
  weightSpecs: tf.io.WeightsManifestEntry[];
  /** Number of values that all weights have together. */
  numWeights: number;
}

/**
 * Reads `model.json`, which nobody vouches for: which layers there are, and which weights.
 *
 * @param text JSON text in TensorFlow.js layers format, its weights in one file `weights.bin`.
 * @returns Topology and weights' shapes. Whether they fit each other shows when it is built.
 * @throws {TypeError} Where it is no such file, or has layers that no bundle has, naming them.
 *
 * @example
 * ```ts
 * import { readTopology } from "lib/models/read_topology.ts";
 * try {
 *   readTopology("{}");
 * } catch (error) {
 *   (error as Error).message; // "model.json is no TensorFlow.js layers model"
 * }
 * ```
 */
export function readTopology(text: string): Topology {
  const { modelTopology, weightsManifest } = parse(text);
  const config = modelTopology?.config;
  if (
    !["Model", "Functional"].includes(modelTopology?.class_name) ||
    !Array.isArray(config?.layers) ||
    !Array.isArray(weightsManifest)
  ) {
    throw wrong("is no TensorFlow.js layers model");
  }
  if (config.layers.length > MAX_LAYERS) throw wrong(`has more than ${MAX_LAYERS} layers`);
  checkLayers(config.layers);
  const [group] = weightsManifest;
  if (weightsManifest.length !== 1 || JSON.stringify(group?.paths) !== '["weights.bin"]') {
    throw wrong("names other files than weights.bin");
  }
  if (!Array.isArray(group.weights) || group.weights.length > MAX_WEIGHTS) {
    throw wrong(`has no list of at most ${MAX_WEIGHTS} weights`);
  }
  const weightSpecs = group.weights.map(readWeight);
  const numWeights = weightSpecs.reduce(
    (sum: number, { shape }: { shape: number[] }) =>
      sum + shape.reduce((size, length) => size * length, 1),
    0,
  );
  return { modelTopology, weightSpecs, numWeights };
}

/** Known kinds, each reading only layers before it: a circle would never end to be built. */
// deno-lint-ignore no-explicit-any -- whatever the file holds
function checkLayers(layers: any[]): void {
  const before = new Set<string>();
  for (const layer of layers) {
    const { name, class_name: kind, inbound_nodes: nodes } = layer ?? {};
    if (!KNOWN_LAYERS.includes(kind)) {
      throw wrong(`has a layer of the kind "${String(kind)}", which no bundle has`);
    }
    if (typeof name !== "string" || layer.config?.name !== name || before.has(name)) {
      throw wrong("has a layer without a name of its own");
    }
    const isInput = kind === "InputLayer";
    const sources = Array.isArray(nodes) ? nodes.flat() : [];
    if (nodes?.length !== (isInput ? 0 : 1) || (sources.length === 0) !== isInput) {
      throw wrong(`layer "${name}" does not read layers before it`);
    }
    for (const source of sources) {
      if (Array.isArray(source) && before.has(source[0]) && source[1] === 0 && source[2] === 0) {
        continue;
      }
      throw wrong(`layer "${name}" does not read layers before it`);
    }
    before.add(name);
  }
}

// deno-lint-ignore no-explicit-any -- whatever the file holds
function parse(text: string): any {
  if (text.length > MAX_LETTERS) throw wrong(`is longer than ${MAX_LETTERS} letters`);
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`model.json is no JSON (${(error as Error).message})`, { cause: error });
  }
  const key = poisonedKey(value);
  if (key) throw wrong(`has a key "${key}", which no model has`);
  return value ?? {};
}

function readWeight(spec: tf.io.WeightsManifestEntry): tf.io.WeightsManifestEntry {
  const { name, shape, dtype } = spec ?? {};
  const isShape = Array.isArray(shape) && shape.length <= 6 &&
    shape.every((length) => Number.isSafeInteger(length) && length >= 0 && length < 2 ** 31);
  if (typeof name !== "string" || !isShape) throw wrong("has a weight without a name or shape");
  if (dtype !== "float32" || spec.quantization) {
    throw wrong(`weight "${name}" is not plain float32`);
  }
  return { name, shape, dtype };
}

function wrong(what: string): TypeError {
  return new TypeError(`model.json ${what}`);
}
