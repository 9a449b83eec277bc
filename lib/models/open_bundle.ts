import * as tf from "@tensorflow/tfjs";
import { type BundleInfo, HASHED_FILES } from "./bundle_info.ts";
import { buildBounded } from "./build_bounded.ts";
import { parseBundleInfo } from "./parse_bundle_info.ts";
import { readTopology } from "./read_topology.ts";
import { sha256 } from "./sha256.ts";

/** A network with everything needed to use it. */
export interface ModelBundle {
  /** From grey films `[batch, height, width, 1]` in `[0, 255]` to probabilities. */
  model: tf.LayersModel;
  info: BundleInfo;
}

/** Names of the files of a bundle. */
export const BUNDLE_FILES = ["bundle.json", ...HASHED_FILES] as const;

/** The files' contents. */
export type BundleFiles = Record<typeof BUNDLE_FILES[number], Uint8Array<ArrayBuffer>>;

/**
 * Makes a model of a bundle's files, which may come from anybody: hashes, kinds of layers, shapes
 * and weights are checked before anything large is made of them.
 *
 * Needs nothing but TensorFlow.js, so that a browser opens bundles in the same way.
 *
 * @param files Contents of `bundle.json`, `model.json` and `weights.bin`.
 * @param name What to call the bundle in a message.
 * @returns The model, to be disposed by the caller, and what is known of it.
 * @throws {TypeError} Where anything is missing, damaged or of another kind, naming it.
 *
 * @example
 * ```ts ignore
 * import { openBundle } from "lib/models/open_bundle.ts";
 * const load = async (name: string) => new Uint8Array(await (await fetch(name)).arrayBuffer());
 * const bundle = await openBundle({
 *   "bundle.json": await load("model/bundle.json"),
 *   "model.json": await load("model/model.json"),
 *   "weights.bin": await load("model/weights.bin"),
 * });
 * bundle.info.classNames; // ["COVID-19", "Normal", "Pneumonia"]
 * ```
 */
export async function openBundle(files: BundleFiles, name = "bundle"): Promise<ModelBundle> {
  try {
    const { info, hashes } = parseBundleInfo(textOf(files, "bundle.json"));
    for (const file of HASHED_FILES) {
      if (await sha256(files[file]) === hashes[file]) continue;
      throw new TypeError(`${file} is damaged (its SHA-256 is another); copy the bundle again`);
    }
    const { modelTopology, weightSpecs, numWeights } = readTopology(textOf(files, "model.json"));
    const weights = readWeights(files["weights.bin"], numWeights);
    const model = await buildBounded(modelTopology, { maxWeights: numWeights });
    try {
      const named = tf.io.decodeWeights(weights, weightSpecs);
      try {
        model.loadWeights(named);
      } finally {
        tf.dispose(named);
      }
      checkEnds(model, info);
      return { model, info };
    } catch (error) {
      model.dispose();
      throw error;
    }
  } catch (error) {
    throw new TypeError(`Cannot load model "${name}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function textOf(files: BundleFiles, file: "bundle.json" | "model.json"): string {
  return new TextDecoder().decode(files[file]);
}

/** The weights in memory of their own, all finite. */
function readWeights(bytes: Uint8Array<ArrayBuffer>, numWeights: number): ArrayBuffer {
  if (bytes.length !== 4 * numWeights) {
    throw new TypeError(
      `weights.bin has ${bytes.length} bytes, but model.json names weights of ${4 * numWeights}`,
    );
  }
  const isWhole = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
  const buffer = isWhole ? bytes.buffer : bytes.slice().buffer;
  const values = new Float32Array(buffer);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] - values[i]; // 0, or NaN
  if (sum !== 0) throw new TypeError("weights.bin holds values that are no finite numbers");
  return buffer;
}

function checkEnds(model: tf.LayersModel, { classNames, preprocessing }: BundleInfo): void {
  const [height, width] = preprocessing.imageSize;
  const units = classNames.length === 2 ? [1, 2] : [classNames.length];
  const [input, output] = [model.inputs, model.outputs].map((ends) =>
    ends.map(({ shape }) => shape.join("×")).join(" and ")
  );
  const isRight = input === `×${height}×${width}×1` && units.some((n) => output === `×${n}`);
  if (!isRight) {
    throw new TypeError(
      `its network is not one from ${height}×${width} films to ${classNames.length} classes, ` +
        "as bundle.json says",
    );
  }
}
