import { basename, dirname, join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { writeFileAtomic } from "../data/write_file.ts";
import { modelFiles } from "./model_files.ts";
import { readModelFolder } from "./read_model_folder.ts";
import { sha256 } from "./sha256.ts";
import { weightsFingerprint } from "./weights_fingerprint.ts";

/** A number and its 95 % interval. */
export interface Estimate {
  value: number;
  /** `NaN` where too few films tell. */
  low: number;
  high: number;
}

/** What is known of a network that outlines lungs. */
export interface LungNetworkInfo {
  title: string;
  /** Mean Dice of the films held out, by patient. */
  dice: Estimate;
  /** Mean IoU of the same films. */
  iou: Estimate;
  /** Films and patients that it was measured on; an unknown patient counts as one. */
  heldOut: { films: number; patients: number };
  training: {
    /** Names of the sets. */
    data: string;
    films: number;
    /** Films that chose the epoch. */
    validation: number;
    epochs: number;
    seed: number;
    /** Identifies films and settings. */
    fingerprint: string;
  };
  licence: string;
  codeVersion: string;
}

/** A network that outlines lungs, and what is known of it. */
export interface LungNetwork {
  /** From grey films `[batch, height, width, 1]` to the probability of lung, the same shape. */
  model: tf.LayersModel;
  /** Height and width that the model takes, in pixels. */
  imageSize: [number, number];
  /** SHA-256 of the weights. */
  fingerprint: string;
  info: LungNetworkInfo;
}

const INFO_FILE = "lungs.json";
const KIND = "lung-network-1";

/**
 * Writes a network that outlines lungs as a folder: `model.json` and `weights.bin` in TensorFlow.js's
 * layers format, and `lungs.json` with their hashes and what is known of the network.
 *
 * @param folder Folder to write; an older one there is replaced as a whole.
 * @param network The network, which stays the caller's, and what is known of it.
 * @throws {Error} Where it cannot be written; nothing is left behind then.
 *
 * @example
 * ```ts ignore
 * import { saveLungNetwork } from "lib/models/lung_bundle.ts";
 * await saveLungNetwork("outputs/lungs", { model, info });
 * ```
 */
export async function saveLungNetwork(
  folder: string,
  { model, info }: Pick<LungNetwork, "model" | "info">,
): Promise<void> {
  const temporary = join(dirname(folder), `.${basename(folder)}.${crypto.randomUUID()}.part`);
  try {
    const files = await modelFiles(model);
    const hashes: Record<string, string> = {};
    for (const [name, bytes] of Object.entries(files)) {
      hashes[name] = await sha256(bytes);
      await writeFileAtomic(join(temporary, name), bytes);
    }
    const text = JSON.stringify({ kind: KIND, ...info, files: hashes }, null, 2) + "\n";
    await writeFileAtomic(join(temporary, INFO_FILE), text);
    await Deno.remove(folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    await Deno.rename(temporary, folder);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw new Error(`Cannot write lung network "${folder}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Loads a network that {@linkcode saveLungNetwork} wrote, and checks every file of it.
 *
 * @param folder The network's folder.
 * @returns The network; dispose its `model` after use.
 * @throws {TypeError} Where a file is missing, damaged or of another kind, naming it.
 *
 * @example
 * ```ts ignore
 * import { loadLungNetwork } from "lib/models/lung_bundle.ts";
 * const network = await loadLungNetwork("outputs/lungs");
 * network.info.dice.value;
 * ```
 */
export async function loadLungNetwork(folder: string): Promise<LungNetwork> {
  const { files, ...info } = await readInfo(folder);
  for (const [name, expected] of Object.entries(files)) {
    const found = await Deno.readFile(join(folder, name)).then(sha256, () => "");
    if (found === expected) continue;
    const what = found === "" ? "is missing" : "is not the one that lungs.json names";
    throw new TypeError(
      `Cannot load lung network "${folder}": ${name} ${what}; copy the whole folder again, or ` +
        `train another with "deno task train lungs"`,
    );
  }
  const model = await tf.loadLayersModel(tf.io.fromMemory(await readModelFolder(folder)));
  const [, height, width] = model.inputs[0].shape as number[];
  return { model, imageSize: [height, width], fingerprint: weightsFingerprint(model), info };
}

/**
 * Reads what is known of a lung network without loading it.
 *
 * @param folder The network's folder.
 * @returns What `lungs.json` says.
 * @throws {TypeError} Where there is none, or it is of another kind.
 *
 * @example
 * ```ts ignore
 * import { readLungInfo } from "lib/models/lung_bundle.ts";
 * (await readLungInfo("outputs/lungs")).training.data;
 * ```
 */
export async function readLungInfo(folder: string): Promise<LungNetworkInfo> {
  const { files: _files, ...info } = await readInfo(folder);
  return info;
}

async function readInfo(folder: string): Promise<LungNetworkInfo & { files: FileHashes }> {
  const file = join(folder, INFO_FILE);
  const text = await Deno.readTextFile(file).catch((error) => {
    throw new TypeError(
      `Cannot load lung network "${folder}": ${(error as Error).message}; name a folder that ` +
        `"deno task train lungs" wrote`,
      { cause: error },
    );
  });
  const { kind, ...info } = parse(text);
  if (kind !== KIND || FILES.some((name) => typeof info.files?.[name] !== "string")) {
    throw new TypeError(
      `Cannot load lung network "${folder}": "${file}" is not of kind ${KIND}`,
    );
  }
  return { ...info, dice: estimate(info.dice), iou: estimate(info.iou) };
}

const FILES = ["model.json", "weights.bin"] as const;
type FileHashes = Record<(typeof FILES)[number], string>;

/** JSON writes NaN as null. */
function estimate({ value, low, high }: Record<keyof Estimate, number | null>): Estimate {
  return { value: value ?? NaN, low: low ?? NaN, high: high ?? NaN };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
