import * as tf from "@tensorflow/tfjs";
import type { File, Group } from "h5wasm";
import { createHash } from "node:crypto";

/** One array of a Keras weights file. */
export interface KerasWeight {
  /** Name in the file, for messages: it differs between versions of Keras. */
  name: string;
  shape: number[];
  /** Values in row-major order. */
  values: Float32Array;
}

/** Weights by layer name, in the file's order of layers and weights. */
export type KerasWeights = Map<string, KerasWeight[]>;

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
  const bytes = await readBytes(path);
  if (md5 !== undefined) checkMd5(bytes, { path, md5 });
  const weights = await parseKerasWeights(bytes, path);

  const layers = model.layers.filter(({ name, weights }) =>
    weights.length > 0 && !skip.includes(name)
  );
  const fits = layers.map((layer) => ({ layer, arrays: arraysOf(layer, { weights, path }) }));
  const known = new Set(layers.map(({ name }) => name));
  const strangers = [...weights.keys()].filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new RangeError(
      `Cannot load "${path}": it holds layers that model "${model.name}" lacks: ` +
        `${shorten(strangers)}; use the file that belongs to this network ("notop")`,
    );
  }
  for (const { layer, arrays } of fits) {
    tf.tidy(() => layer.setWeights(arrays.map(({ values, shape }) => tf.tensor(values, shape))));
  }
}

/**
 * Reads the weights of a Keras HDF5 file.
 *
 * Three layouts are known: weights as Keras 1 and 2 wrote them (`layer_names` and `weight_names`
 * attributes; keras-applications' `…notop.h5`), the same inside a whole saved model
 * (`model_weights`), and Keras 3's `.weights.h5` (`layers/<class>/vars/<index>`).
 *
 * @param path File to read; it is read whole.
 * @returns Weights by layer name; layers without weights are left out.
 * @throws {TypeError} Where the file is no HDF5 file, is truncated or has none of those layouts.
 */
export async function readKerasWeights(path: string): Promise<KerasWeights> {
  return await parseKerasWeights(await readBytes(path), path);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new TypeError(`Cannot read weights "${path}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function checkMd5(bytes: Uint8Array, { path, md5 }: { path: string; md5: string }): void {
  const found = createHash("md5").update(bytes).digest("hex");
  if (found === md5) return;
  throw new TypeError(
    `Cannot load "${path}": its MD5 is ${found} (${bytes.length} bytes), not ${md5}: ` +
      `a broken download or another file; remove it and fetch it again`,
  );
}

async function parseKerasWeights(bytes: Uint8Array, path: string): Promise<KerasWeights> {
  const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
  if (!signature.every((byte, i) => bytes[i] === byte)) {
    throw new TypeError(
      `Cannot read "${path}" (${bytes.length} bytes): not an HDF5 file; fetch it again`,
    );
  }
  // The browser build of h5wasm keeps its files in memory and needs no permission at all.
  const h5wasm = await import("h5wasm");
  const { FS, activate_throwing_error_handler: throwErrors } = await h5wasm.ready;
  throwErrors(); // else HDF5 prints pages to stderr and returns what looks like a file
  const scratch = `${crypto.randomUUID()}.h5`;
  FS.writeFile(scratch, bytes);
  let file: File | undefined;
  try {
    file = new h5wasm.File(scratch, "r");
    return readLayers(file, path);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new TypeError(
      `Cannot read "${path}" (${bytes.length} bytes): the HDF5 file is damaged or truncated; ` +
        `fetch it again`,
      { cause: error },
    );
  } finally {
    file?.close();
    FS.unlink(scratch);
  }
}

function readLayers(file: File, path: string): KerasWeights {
  const root = file.keys().includes("model_weights") ? groupOf(file, "model_weights") : file;
  if ("layer_names" in root.attrs) return readNamedLayers(root);
  if (file.keys().includes("layers")) return readKeras3Layers(groupOf(file, "layers"));
  throw new TypeError(
    `Cannot read "${path}": an HDF5 file, but not Keras weights: no "layer_names" attribute and ` +
      `no "layers" group; it holds ${shorten(file.keys())}`,
  );
}

function readNamedLayers(root: Group): KerasWeights {
  const weights: KerasWeights = new Map();
  for (const layer of textsOf(root, "layer_names")) {
    const group = groupOf(root, layer);
    const arrays = textsOf(group, "weight_names").map((name) => arrayOf(group, name));
    if (arrays.length > 0) weights.set(layer, arrays);
  }
  return weights;
}

function readKeras3Layers(layers: Group): KerasWeights {
  const weights: KerasWeights = new Map();
  for (const key of layers.keys()) {
    const vars = groupOf(layers, `${key}/vars`);
    const layer = String(vars.attrs.name?.value ?? key);
    const indices = vars.keys().toSorted((a, b) => Number(a) - Number(b));
    if (indices.length > 0) weights.set(layer, indices.map((index) => arrayOf(vars, index)));
  }
  return weights;
}

/** An attribute that is a list of texts; Keras splits long ones into `name0`, `name1`, … */
function textsOf(group: Group, name: string): string[] {
  const { attrs } = group;
  const chunks = name in attrs
    ? [attrs[name]]
    : Object.keys(attrs).filter((key) =>
      key.startsWith(name) && /^\d+$/.test(key.slice(name.length))
    )
      .toSorted((a, b) => Number(a.slice(name.length)) - Number(b.slice(name.length)))
      .map((key) => attrs[key]);
  return chunks.flatMap(({ value }) => Array.from(value as Iterable<unknown>, String));
}

function groupOf(root: Group, path: string): Group {
  const found = root.get(path);
  if (found === null || !("keys" in found)) throw new Error(`No group "${path}"`);
  return found;
}

function arrayOf(group: Group, name: string): KerasWeight {
  const dataset = group.get(name);
  if (dataset === null || !("shape" in dataset)) throw new Error(`No dataset "${name}"`);
  const values = dataset.value;
  const shape = dataset.shape ?? [];
  const size = shape.reduce((product, length) => product * length, 1);
  if (!ArrayBuffer.isView(values) || (values as Float32Array).length !== size) {
    throw new Error(`No numbers in "${name}"`);
  }
  return { name, shape, values: Float32Array.from(values as Float32Array) };
}

function arraysOf(
  layer: tf.layers.Layer,
  { weights, path }: { weights: KerasWeights; path: string },
): KerasWeight[] {
  const arrays = weights.get(layer.name);
  if (!arrays) {
    throw new RangeError(
      `Cannot load "${path}": it has no weights for layer "${layer.name}"; ` +
        `it holds ${shorten([...weights.keys()])}`,
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

function shorten(names: string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown || "nothing";
}
