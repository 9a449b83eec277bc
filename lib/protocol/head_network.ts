import { join } from "@std/path";
import type * as tf from "@tensorflow/tfjs";
import { loadPixels } from "../data/load_pixels.ts";
import { cacheDir } from "../engine/native_library.ts";
import { settingsOf } from "../experiments/experiment.ts";
import { fitHead } from "../experiments/fit_head.ts";
import { loadFeatures } from "../experiments/load_features.ts";
import type { Study } from "../experiments/study.ts";
import { taskFilms } from "../experiments/task_films.ts";
import { frozenBackbone } from "../experiments/transfer.ts";
import { joinHead } from "../models/head.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";
import { openBackbone } from "../training/open_backbone.ts";

/** Options of {@linkcode headNetwork}. */
export interface HeadNetworkOptions {
  /** The backbone's name. */
  name: string;
  /** Folder of pretrained weights. */
  weightsDir: string;
  profile: string;
  seed: number;
  /** Whether the training films' labels are shuffled first; the last epoch is then kept. */
  shuffled?: boolean;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Trains a head on a frozen backbone once more, for comparison: with another seed, or on labels that
 * mean nothing.
 *
 * @param study Films and split.
 * @param options See {@linkcode HeadNetworkOptions}.
 * @returns The whole network; the caller's.
 * @throws {Error} Where films or weights cannot be read.
 *
 * @example
 * ```ts ignore
 * import { headNetwork } from "lib/protocol/head_network.ts";
 * const options = { name: "mobilenet-v1", weightsDir: "data/weights", profile: "full", seed: 7 };
 * const network = await headNetwork(study, { ...options, shuffled: true });
 * network.dispose();
 * ```
 */
export async function headNetwork(
  { set, split }: Study,
  { name, weightsDir, profile, seed, shuffled = false, onProgress, signal }: HeadNetworkOptions,
): Promise<tf.LayersModel> {
  const settings = settingsOf(frozenBackbone, profile);
  const { task } = frozenBackbone;
  const films = taskFilms(task, split, { holdOutValidation: true });
  const backbone = await openBackbone(name, {
    weightsDir,
    imageSize: settings.imageSize,
    scale: settings.scale,
    cacheDir: join(cacheDir(), "backbones"),
    onProgress,
    signal,
  });
  try {
    const { imageSize } = backbone;
    const caches = { cacheDir: join(cacheDir(), "films") };
    const pixels = await loadPixels({ root: set.root, films }, { imageSize, ...caches, signal });
    const features = await loadFeatures(pixels, films, {
      backbone,
      classNames: task.classNames,
      featuresDir: join(cacheDir(), "features"),
      signal,
    });
    const labels = shuffled ? shuffle(features.labels, seededRandom(seed)) : features.labels;
    const { head } = await fitHead({ ...features, labels: [...labels] }, {
      task,
      settings: shuffled ? { ...settings, monitor: undefined } : settings,
      films,
      seed,
      signal,
      report: onProgress,
    });
    return await joinHead(backbone, head).finally(() => head.dispose());
  } finally {
    backbone.model.dispose();
  }
}
