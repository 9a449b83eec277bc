import * as tf from "@tensorflow/tfjs";
import { holdBatchNorm } from "./batch_norm.ts";
import { loadKerasWeights } from "./keras_weights.ts";
import { buildGraph, graphOf, joinGraphs } from "./model_graph.ts";
import { inOwnStream } from "./own_stream.ts";
import {
  locateWeights,
  PRETRAINED_BACKBONES,
  type PretrainedBackbone,
} from "./pretrained_backbones.ts";
import { readModelFolder } from "./read_model_folder.ts";
import { type PixelScale, scalePixels } from "./scale_pixels.ts";
import { buildVgg16, VGG16_WEIGHTS } from "./vgg16.ts";
import { weightsFingerprint } from "./weights_fingerprint.ts";

/** A network without its classifier: from a film to a map of features. */
export interface Backbone {
  /** As given to {@linkcode loadBackbone}. */
  name: string;
  /** What it is and was trained on, for people. */
  title: string;
  /** From grey films `[batch, height, width, 1]` in `[0, 255]` to `[batch, h, w, numFeatures]`. */
  model: tf.LayersModel;
  /** Height and width of the films in pixels. */
  imageSize: [number, number];
  /** How the model scales the films' grey levels. */
  scale: PixelScale;
  /** Name of the model's last layer. */
  featureLayer: string;
  /** Where fine-tuning cuts: the last layer that stays frozen, and the first that is trained. */
  lastBlock: { cut: string; from: string };
  /** Channels of the feature map. */
  numFeatures: number;
  /** Licence of the weights. */
  licence: string;
  /** SHA-256 of the weights. */
  fingerprint: string;
}

/** Options of {@linkcode loadBackbone}. */
export interface LoadBackboneOptions {
  /** Folder with the pretrained weights (`CXR_WEIGHTS`, `--weights`). */
  weightsDir: string;
  /** Height and width of the films in pixels. @default [224, 224] */
  imageSize?: [number, number];
  /** Scale of the pixels, where it shall not be the one that the network was trained with. */
  scale?: PixelScale;
  /** Seed of the weights of `vgg16-random`. @default 0 */
  seed?: number;
}

/**
 * Loads a network that was trained on ImageNet, without its classifier.
 *
 * Its batch normalisation is frozen in inference mode. `vgg16-random` is VGG16 with random weights:
 * for timing and checks, never for results. `openBackbone` (lib/training/open_backbone.ts) also
 * knows one that needs no weights.
 *
 * @param name A key of {@linkcode PRETRAINED_BACKBONES}, or `vgg16-random`.
 * @param options See {@linkcode LoadBackboneOptions}.
 * @returns The backbone; dispose its `model` after use.
 * @throws {RangeError} Where the name is unknown.
 * @throws {TypeError} Where the weights are missing or damaged.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { loadBackbone } from "lib/models/backbone.ts";
 * await startEngine();
 * const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize: [64, 64] });
 * backbone.numFeatures; // 512
 * backbone.model.dispose();
 * ```
 */
export async function loadBackbone(
  name: string,
  { weightsDir, imageSize = [224, 224], scale: ownScale, seed = 0 }: LoadBackboneOptions,
): Promise<Backbone> {
  const entry = entryOf(name);
  const scale = ownScale ?? entry.scale;
  const network = name === "vgg16-random"
    ? inOwnStream(seed, () => buildVgg16())
    : await loadNetwork(name, { entry, weightsDir });
  try {
    const featureLayer = checkLast(network, { name, entry });
    const model = await behindFilm(network, { imageSize, scale });
    holdBatchNorm(model);
    return {
      name,
      title: entry.title,
      model,
      imageSize,
      scale,
      featureLayer,
      lastBlock: entry.lastBlock,
      numFeatures: model.outputs[0].shape.at(-1)!,
      licence: entry.licence,
      fingerprint: weightsFingerprint(model),
    };
  } finally {
    network.dispose();
  }
}

/**
 * Tells which pretrained backbones a folder holds.
 *
 * @param weightsDir Folder with the weights; it may be missing.
 * @returns One entry a known backbone: its name, the path it is looked for at, and whether
 *   something is there (what it is, is checked on loading).
 *
 * @example
 * ```ts
 * import { findWeights } from "lib/models/backbone.ts";
 * const found = (await findWeights("data/weights")).filter(({ isThere }) => isThere);
 * ```
 */
export async function findWeights(
  weightsDir: string,
): Promise<{ name: string; path: string; isThere: boolean }[]> {
  return await Promise.all(
    Object.entries(PRETRAINED_BACKBONES).map(async ([name, entry]) => ({
      name,
      ...await locateWeights(entry, weightsDir),
    })),
  );
}

function entryOf(name: string): PretrainedBackbone {
  if (name === "vgg16-random") {
    return { ...PRETRAINED_BACKBONES.vgg16, title: "VGG16, random weights", licence: "MIT" };
  }
  if (Object.hasOwn(PRETRAINED_BACKBONES, name)) return PRETRAINED_BACKBONES[name];
  const known = [...Object.keys(PRETRAINED_BACKBONES), "vgg16-random"].join(", ");
  throw new RangeError(`Cannot load backbone "${name}": expected one of ${known}`);
}

async function loadNetwork(
  name: string,
  { entry, weightsDir }: { entry: PretrainedBackbone; weightsDir: string },
): Promise<tf.LayersModel> {
  const { path, isThere } = await locateWeights(entry, weightsDir);
  if (!isThere) throw missing(name, path);
  if (name !== "vgg16") return tf.loadLayersModel(tf.io.fromMemory(await readModelFolder(path)));
  const model = inOwnStream(0, () => buildVgg16());
  try {
    await loadKerasWeights(model, path, { md5: VGG16_WEIGHTS.md5 });
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** A network for colour pictures with the scaling of grey films put before it. */
async function behindFilm(
  network: tf.LayersModel,
  { imageSize, scale }: { imageSize: [number, number]; scale: PixelScale },
): Promise<tf.LayersModel> {
  const film = tf.input({ shape: [...imageSize, 1], name: "film" });
  const scaling = tf.model({ inputs: film, outputs: scalePixels(film, scale) });
  return await buildGraph(joinGraphs(graphOf(scaling), graphOf(network)), [network]);
}

function checkLast(
  network: tf.LayersModel,
  { name, entry }: { name: string; entry: PretrainedBackbone },
): string {
  const last = network.outputs[0].sourceLayer.name;
  if (last === entry.featureLayer) return last;
  throw new TypeError(
    `Cannot load backbone "${name}": the network in "${
      entry.paths[0]
    }" ends in "${last}", not in ` +
      `"${entry.featureLayer}"; use the one that lib/models/backbone.ts describes`,
  );
}

function missing(name: string, path: string): TypeError {
  const remedy = name === "vgg16"
    ? `fetch it with "deno task data vgg16"`
    : `put the TensorFlow.js layers model there`;
  return new TypeError(
    `Cannot load backbone "${name}": nothing at "${path}"; ${remedy}, or name another folder ` +
      `with CXR_WEIGHTS or --weights`,
  );
}
