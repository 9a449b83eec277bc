import { basename, dirname, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { writeFileAtomic } from "../data/write_file.ts";
import { readModelFolder } from "./read_model_folder.ts";

/** What a model's answers may not be used for; stands wherever it answers. */
export const NOT_FOR_DIAGNOSIS =
  "For study and research only. Not for diagnosis: do not base any decision about a patient on it.";

/** What a network's weights alone do not say. */
export interface BundleInfo {
  /** Short name of the experiment, `A`, `B1`, … */
  id: string;
  title: string;
  /** Classes in the order of the probabilities. */
  classNames: string[];
  /** How a film becomes the network's input; scaling and channels are layers of the network. */
  preprocessing: {
    /** Height and width, in pixels. */
    imageSize: [number, number];
    /** Name of the one way of decoding and resizing, `DECODING` of `lib/data/decode_film.ts`. */
    decoding: string;
  };
  /**
   * With two classes, the probability of the second from which on a film is called so. It is chosen
   * on validation films; without any it is .5.
   */
  threshold: number;
  /** Divides the logits; 1 where the probabilities are not calibrated. */
  temperature: number;
  /** What the network was trained on. */
  training: {
    /** Name of the data set. */
    data: string;
    /** SHA-256 over the training films' own, their classes and their split. */
    fingerprint: string;
    numFilms: number;
    seed: number;
    profile: string;
  };
  /** Licence of the weights. */
  licence: string;
}

/** A network with everything needed to use it. */
export interface ModelBundle {
  /** From grey films `[batch, height, width, 1]` in `[0, 255]` to probabilities. */
  model: tf.LayersModel;
  info: BundleInfo;
}

interface BundleFile extends BundleInfo {
  format: "chest-xray-model";
  version: 1;
  notice: string;
  /** SHA-256 of each file of the bundle. */
  files: Record<string, string>;
}

/**
 * Writes a model as a folder: `model.json` and `weights.bin` (TensorFlow.js layers format, which
 * any browser loads) and `bundle.json`.
 *
 * @param dir Folder to write; an older bundle there is replaced as a whole.
 * @param bundle The model, which stays the caller's, and what is known of it.
 * @throws {Error} Where the folder cannot be written; nothing is left behind then.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { loadBundle, saveBundle } from "lib/models/model_bundle.ts";
 * import { sequence } from "lib/models/sequence.ts";
 * const tf = await startEngine();
 * const layers = [tf.layers.flatten(), tf.layers.dense({ units: 2, activation: "softmax" })];
 * const model = sequence(layers, { imageSize: [8, 8], channels: 1 });
 * const dir = `${await Deno.makeTempDir()}/model`;
 * await saveBundle(dir, {
 *   model,
 *   info: {
 *     id: "T", title: "a test", classNames: ["Normal", "COVID-19"], threshold: 0.5, temperature: 1,
 *     preprocessing: { imageSize: [8, 8], decoding: "fill" }, licence: "MIT",
 *     training: { data: "made", fingerprint: "", numFilms: 0, seed: 1, profile: "quick" },
 *   },
 * });
 * (await loadBundle(dir)).info.id; // "T"
 * ```
 */
export async function saveBundle(dir: string, { model, info }: ModelBundle): Promise<void> {
  const temporary = join(dirname(dir), `.${basename(dir)}.${crypto.randomUUID()}.part`);
  try {
    await model.save(tf.io.withSaveHandler(async (artifacts) => {
      const weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
      const topology = JSON.stringify({
        format: "layers-model",
        generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
        convertedBy: null,
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: ["weights.bin"], weights: artifacts.weightSpecs }],
      });
      const file: BundleFile = {
        format: "chest-xray-model",
        version: 1,
        notice: NOT_FOR_DIAGNOSIS,
        ...info,
        files: { "model.json": sha256(topology), "weights.bin": sha256(weights) },
      };
      await writeFileAtomic(join(temporary, "model.json"), topology);
      await writeFileAtomic(join(temporary, "weights.bin"), weights);
      await writeFileAtomic(join(temporary, "bundle.json"), JSON.stringify(file, null, 2) + "\n");
      return {
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
      };
    }));
    await Deno.remove(dir, { recursive: true }).catch(ignoreMissing);
    await Deno.rename(temporary, dir);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw new Error(`Cannot write model "${dir}": ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Loads a model that {@linkcode saveBundle} wrote, and checks every file of it.
 *
 * @param dir Folder of the bundle.
 * @returns The model, to be disposed by the caller, and what is known of it.
 * @throws {TypeError} Where something is missing, damaged or of another kind, naming the file.
 *
 * @example
 * ```ts ignore
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * const bundle = await loadBundle("outputs/phantom-quick/experiments/A/seed-1/model");
 * bundle.info.classNames; // ["COVID-19", "Normal", "Pneumonia"]
 * bundle.model.dispose();
 * ```
 */
export async function loadBundle(dir: string): Promise<ModelBundle> {
  const file = await readBundleFile(join(dir, "bundle.json"));
  for (const [name, expected] of Object.entries(file.files)) {
    const path = join(dir, name);
    const bytes = await Deno.readFile(path).catch((error) => {
      throw new TypeError(`Cannot load model "${dir}": ${error.message}`, { cause: error });
    });
    if (sha256(bytes) !== expected) {
      throw new TypeError(`Cannot load model: "${path}" is damaged (its SHA-256 is another)`);
    }
  }
  const model = await tf.loadLayersModel(tf.io.fromMemory(await readModelFolder(dir)));
  const { format: _format, version: _version, notice: _notice, files: _files, ...info } = file;
  const [height, width] = info.preprocessing.imageSize;
  const expected = [null, height, width, 1].join();
  const units = model.outputs[0].shape.at(-1);
  if (model.inputs[0].shape.join() !== expected || ![numOutputs(info), 1].includes(units!)) {
    model.dispose();
    throw new TypeError(
      `Cannot load model "${dir}": its network is not one from ${height}×${width} films to ` +
        `${info.classNames.length} classes, as bundle.json says`,
    );
  }
  return { model, info };
}

async function readBundleFile(path: string): Promise<BundleFile> {
  let file: BundleFile;
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new TypeError(
      `Cannot load model: "${path}" is no model bundle (${(error as Error).message}); ` +
        `name a folder that "deno task train" or a notebook wrote`,
      { cause: error },
    );
  }
  const size = file?.preprocessing?.imageSize;
  const isWhole = file?.format === "chest-xray-model" && Array.isArray(file.classNames) &&
    file.classNames.length > 1 && file.classNames.every((name) => typeof name === "string") &&
    Array.isArray(size) && size.length === 2 && size.every(isPositiveInteger) &&
    typeof file.threshold === "number" && typeof file.temperature === "number" &&
    Object.keys(file.files ?? {}).sort().join() === "model.json,weights.bin";
  if (!isWhole) throw new TypeError(`Cannot load model: "${path}" lacks parts of a model bundle`);
  if (file.version !== 1) {
    throw new TypeError(
      `Cannot load model: "${path}" is of version ${file.version}, this program knows version 1`,
    );
  }
  return file;
}

function numOutputs({ classNames }: BundleInfo): number {
  return classNames.length;
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
