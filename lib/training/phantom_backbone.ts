import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { drawPhantom } from "../data/phantom.ts";
import { randomState, restoreRandomState } from "../engine/random_state.ts";
import type { Backbone } from "../models/backbone.ts";
import { holdBatchNorm } from "../models/batch_norm.ts";
import { loadBundle, saveBundle } from "../models/model_bundle.ts";
import { buildGraph, cutGraph, graphOf } from "../models/model_graph.ts";
import { buildPhantomNetwork, PHANTOM_FEATURES } from "../models/phantom_network.ts";
import { weightsFingerprint } from "../models/weights_fingerprint.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import type { Examples } from "./examples.ts";
import { pretrainPhantomNetwork } from "./pretrain_phantom_network.ts";

/** Options of {@linkcode phantomBackbone}. */
export interface PhantomBackboneOptions {
  /** Folder of the cache; the network is trained once and kept there. */
  cacheDir: string;
  /** Height and width of the films that it will be used on, in pixels. @default [224, 224] */
  imageSize?: [number, number];
  /** Seed of the phantoms, the first weights and the training. @default 0 */
  seed?: number;
  /** How many phantoms are drawn. @default 450 */
  numFilms?: number;
  /** @default 10 */
  epochs?: number;
  /** Called as phantoms are drawn and batches are trained. */
  onProgress?: (done: number, total: number, text: string) => void;
  /** Stops before the next phantom or batch. */
  signal?: AbortSignal;
}

const CLASS_NAMES = ["Normal", "COVID-19", "Viral Pneumonia"];

/** Side of the phantoms in pixels; the network itself takes films of any size. */
const SIDE = 128;

/**
 * Gives a backbone that needs no weights from elsewhere: a small network that the project trains on
 * phantom films of its own drawing, once, and keeps in the cache.
 *
 * Its phantoms are of other seeds than those of any set, but of the same kind: on phantom sets it
 * is a specialist, on real films a modest stand-in for ImageNet's networks.
 *
 * @param options See {@linkcode PhantomBackboneOptions}.
 * @returns The backbone; dispose its `model` after use. The engine's stream of random numbers is
 *   left where it was.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { phantomBackbone } from "lib/training/phantom_backbone.ts";
 * await startEngine();
 * const cacheDir = await Deno.makeTempDir();
 * const { model, numFeatures } = await phantomBackbone({ cacheDir, numFilms: 6, epochs: 1 });
 * numFeatures; // 128
 * model.dispose();
 * ```
 */
export async function phantomBackbone(
  {
    cacheDir,
    imageSize = [224, 224],
    seed = 0,
    numFilms = 450,
    epochs = 10,
    onProgress,
    signal,
  }: PhantomBackboneOptions,
): Promise<Backbone> {
  const state = randomState();
  try {
    const settings = { seed, numFilms, epochs };
    const dir = join(cacheDir, `phantom-${settingsKey(settings)}`);
    const classifier = await loadCached(dir) ??
      await train(dir, { ...settings, onProgress, signal });
    const graph = cutGraph(graphOf(classifier), { output: PHANTOM_FEATURES });
    graph.layers[0].config.batch_input_shape = [null, ...imageSize, 1];
    const model = await buildGraph({ ...graph, name: "phantom" }, [classifier]);
    classifier.dispose();
    holdBatchNorm(model);
    return {
      name: "phantom",
      title: "Small CNN pretrained on phantom films",
      model,
      imageSize,
      scale: "unit",
      featureLayer: PHANTOM_FEATURES,
      lastBlock: { cut: "block4_relu", from: "block5_conv" },
      numFeatures: model.outputs[0].shape.at(-1)!,
      licence: "MIT",
      fingerprint: weightsFingerprint(model),
    };
  } finally {
    restoreRandomState(state);
  }
}

type Settings = Required<Pick<PhantomBackboneOptions, "seed" | "numFilms" | "epochs">>;

async function train(
  dir: string,
  { onProgress, signal, ...settings }:
    & Settings
    & Pick<PhantomBackboneOptions, "onProgress" | "signal">,
): Promise<tf.LayersModel> {
  const films = await drawFilms(settings, { onProgress, signal });
  const numClasses = CLASS_NAMES.length;
  const model = await pretrainPhantomNetwork(films, {
    ...settings,
    numClasses,
    onProgress: (done, total, text) => onProgress?.(done, total, `phantom backbone: ${text}`),
    signal,
  });
  const [height, width] = films.shape;
  await saveBundle(dir, {
    model,
    info: {
      id: "phantom",
      title: "Phantom films",
      classNames: CLASS_NAMES,
      preprocessing: { imageSize: [height, width], decoding: "drawn" },
      threshold: 0.5,
      thresholdBasis: "",
      temperature: 1,
      gate: null,
      card: null,
      training: {
        data: "phantom",
        fingerprint: settingsKey(settings),
        numFilms: settings.numFilms,
        seed: settings.seed,
        profile: "full",
      },
      licence: "MIT",
      codeVersion: "",
    },
  });
  return model;
}

async function drawFilms(
  { seed, numFilms }: Settings,
  { onProgress, signal }: Pick<PhantomBackboneOptions, "onProgress" | "signal">,
): Promise<Examples> {
  const values = new Uint8Array(numFilms * SIDE * SIDE);
  const labels = Array.from({ length: numFilms }, (_, i) => i % CLASS_NAMES.length);
  for (const [i, label] of labels.entries()) {
    signal?.throwIfAborted();
    values.set(drawFilm(seed, { index: i, label }), i * SIDE * SIDE);
    onProgress?.(i + 1, numFilms, "phantom backbone: films drawn");
    if (i % 8 === 7) await new Promise((resolve) => setTimeout(resolve)); // signals have their turn
  }
  return { values, shape: [SIDE, SIDE, 1], labels };
}

function drawFilm(seed: number, { index, label }: { index: number; label: number }): Uint8Array {
  return drawPhantom({
    label: CLASS_NAMES[label],
    seed: deriveSeed(seed, "pretraining", index),
    imageSize: SIDE,
  });
}

/** Changes with the settings, with the network, and with how phantoms are drawn. */
function settingsKey(settings: Settings): string {
  const network = buildPhantomNetwork({ imageSize: [SIDE, SIDE], numClasses: CLASS_NAMES.length });
  const hash = createHash("sha256").update(JSON.stringify([settings, graphOf(network).layers]));
  network.dispose();
  CLASS_NAMES.forEach((_, label) => hash.update(drawFilm(0, { index: label, label })));
  return hash.digest("hex").slice(0, 16);
}

async function loadCached(dir: string): Promise<tf.LayersModel | undefined> {
  try {
    return (await loadBundle(dir)).model;
  } catch (error) {
    if (error instanceof TypeError) return undefined; // nothing there, or damaged
    throw error;
  }
}
