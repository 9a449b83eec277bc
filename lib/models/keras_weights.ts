import * as tf from "@tensorflow/tfjs";
import { listNames } from "./list_names.ts";
import { type KerasWeight, type KerasWeights, readKerasWeights } from "./read_keras_weights.ts";

/** Options of {@linkcode loadKerasWeights}. */
export interface LoadKerasWeightsOptions {
  /** Checksum that the file must have, in hexadecimal; not checked where left out. */
  md5?: string;
  /** Layers of the model that the file need not hold. */
  skip?: readonly string[];
}

/**
 * Puts the weights of a Keras HDF5 file into a model whose layers have the same names.
 *
 * Every layer with weights must stand in the file, with as many arrays of the same shapes, and
 * every array of the file must find its layer. Nothing is changed unless all of it fits.
 *
 * @param model Model to fill; layers are matched by name, arrays in a layer by order.
 * @param path `.h5` file as {@linkcode readKerasWeights} reads it.
 * @param options See {@linkcode LoadKerasWeightsOptions}.
 * @throws {TypeError} Where the file is not a readable Keras weights file or another checksum.
 * @throws {RangeError} Where layers or shapes do not fit.
 *
 * @example
 * ```ts ignore
 * import { loadKerasWeights } from "lib/models/keras_weights.ts";
 * import { buildVgg16, VGG16_WEIGHTS } from "lib/models/vgg16.ts";
 * const model = buildVgg16();
 * await loadKerasWeights(model, `data/weights/${VGG16_WEIGHTS.file}`, { md5: VGG16_WEIGHTS.md5 });
 * ```
 */
export async function loadKerasWeights(
  model: tf.LayersModel,
  path: string,
  { md5, skip = [] }: LoadKerasWeightsOptions = {},
): Promise<void> {
  const weights = await readKerasWeights(path, { md5 });

  const layers = model.layers.filter(({ name, weights }) =>
    weights.length > 0 && !skip.includes(name)
  );
  const fits = layers.map((layer) => ({ layer, arrays: arraysOf(layer, { weights, path }) }));
  const known = new Set(layers.map(({ name }) => name));
  const strangers = [...weights.keys()].filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new RangeError(
      `Cannot load "${path}": it holds layers that model "${model.name}" lacks: ` +
        `${listNames(strangers)}; use the file that belongs to this network ("notop")`,
    );
  }
  for (const { layer, arrays } of fits) {
    tf.tidy(() => layer.setWeights(arrays.map(({ values, shape }) => tf.tensor(values, shape))));
  }
}

function arraysOf(
  layer: tf.layers.Layer,
  { weights, path }: { weights: KerasWeights; path: string },
): KerasWeight[] {
  const arrays = weights.get(layer.name);
  if (!arrays) {
    throw new RangeError(
      `Cannot load "${path}": it has no weights for layer "${layer.name}"; ` +
        `it holds ${listNames([...weights.keys()])}`,
    );
  }
  const expected = layer.weights.map(({ shape }) => shape.join("x"));
  const found = arrays.map(({ shape }) => shape.join("x"));
  if (expected.join() !== found.join()) {
    throw new RangeError(
      `Cannot load "${path}": layer "${layer.name}" expects shapes ${
        expected.join(", ")
      } but the ` +
        `file has ${found.join(", ")}`,
    );
  }
  return arrays;
}
