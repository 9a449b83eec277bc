import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";

/**
 * Reads a network in TensorFlow.js layers format from a folder, without `fetch`.
 *
 * @param folder Folder with `model.json` and the weight files that it names.
 * @returns Topology, weight specifications and weights, for `tf.io.fromMemory`.
 * @throws {TypeError} Where a file is missing, no layers model, or shorter or longer than it says.
 *
 * @example
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { readModelFolder } from "lib/models/read_model_folder.ts";
 * const artifacts = await readModelFolder("data/weights/mobilenet_v1_1.0_224_pw12");
 * const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
 * ```
 */
export async function readModelFolder(folder: string): Promise<tf.io.ModelArtifacts> {
  const path = join(folder, "model.json");
  const model = parseModel(await readFile(path));
  if (!model?.modelTopology || !Array.isArray(model.weightsManifest)) {
    throw new TypeError(`Cannot load "${path}": not a TensorFlow.js layers model`);
  }

  const names = model.weightsManifest.flatMap(({ paths }) => paths);
  const parts = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const weightData = await new Blob(parts).arrayBuffer();
  const weightSpecs = model.weightsManifest.flatMap(({ weights }) => weights);
  const expected = weightSpecs.reduce((total, { shape }) => total + 4 * size(shape), 0);
  const other = weightSpecs.find(({ dtype, quantization }) => dtype !== "float32" || quantization);
  if (other) {
    throw new TypeError(`Cannot load "${path}": weight "${other.name}" is not plain float32`);
  }
  if (weightData.byteLength !== expected) {
    throw new TypeError(
      `Cannot load "${join(folder, names.join(", "))}": expected ${expected} bytes but found ` +
        `${weightData.byteLength}; copy the folder again`,
    );
  }
  return { modelTopology: model.modelTopology, weightSpecs, weightData, format: "layers-model" };
}

function parseModel(bytes: Uint8Array): tf.io.ModelJSON | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new TypeError(`Cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
}

function size(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
