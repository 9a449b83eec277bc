import type { File, Group } from "h5wasm";
import { createHash } from "node:crypto";
import { listNames } from "./list_names.ts";

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

/**
 * Reads the weights of a Keras HDF5 file.
 *
 * Three layouts are known: weights as Keras 1 and 2 wrote them (`layer_names` and `weight_names`
 * attributes; keras-applications' `…notop.h5`), the same inside a whole saved model
 * (`model_weights`), and Keras 3's `.weights.h5` (`layers/<class>/vars/<index>`).
 *
 * @param path File to read; it is read whole.
 * @param options `md5`, a checksum in hexadecimal that the file must have.
 * @returns Weights by layer name; layers without weights are left out.
 * @throws {TypeError} Where the file is no HDF5 file, is truncated, has none of those layouts or
 *   another checksum.
 *
 * @example
 * ```ts
 * import { readKerasWeights } from "lib/models/read_keras_weights.ts";
 * const weights = await readKerasWeights("tests/fixtures/keras/small_notop.h5");
 * weights.get("probe")!.map(({ shape }) => shape); // [[4, 2], [2]]
 * ```
 */
export async function readKerasWeights(
  path: string,
  { md5 }: { md5?: string } = {},
): Promise<KerasWeights> {
  const bytes = await readBytes(path);
  if (md5 !== undefined) checkMd5(bytes, { path, md5 });
  return await parseKerasWeights(bytes, path);
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
      `no "layers" group; it holds ${listNames(file.keys())}`,
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
