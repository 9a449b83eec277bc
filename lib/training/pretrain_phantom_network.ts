import type * as tf from "@tensorflow/tfjs";
import { inOwnStream } from "../models/own_stream.ts";
import { buildPhantomNetwork } from "../models/phantom_network.ts";
import type { Examples } from "./examples.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "./fit_options.ts";
import { cosineDecay } from "./learning_rate.ts";

/** Options of {@linkcode pretrainPhantomNetwork}. */
export interface PretrainOptions
  extends Pick<FitOptions, "epochs" | "seed" | "onProgress" | "signal"> {
  numClasses: number;
}

/**
 * Trains the phantom network on films.
 *
 * @param films Grey films of one size with their classes.
 * @param options See {@linkcode PretrainOptions}.
 * @returns The classifier, to be disposed by the caller.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { pretrainPhantomNetwork } from "lib/training/pretrain_phantom_network.ts";
 * await startEngine();
 * const films = { values: new Uint8Array(2 * 32 * 32), shape: [32, 32, 1], labels: [0, 1] };
 * const model = await pretrainPhantomNetwork(films, { numClasses: 2, epochs: 1, seed: 1 });
 * model.dispose();
 * ```
 */
export async function pretrainPhantomNetwork(
  films: Examples,
  { numClasses, ...options }: PretrainOptions,
): Promise<tf.LayersModel> {
  const [height, width] = films.shape;
  const model = inOwnStream(
    options.seed,
    () => buildPhantomNetwork({ imageSize: [height, width], numClasses }),
  );
  try {
    await fit(model, films, {
      ...options,
      batchSize: 16,
      learningRate: cosineDecay(2e-3),
      augmentation: { widthShiftRange: 0.05, heightShiftRange: 0.05, zoomRange: 0.1 },
    });
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
