import * as tf from "@tensorflow/tfjs";
import { buildHead } from "../models/head.ts";
import type { RestyledClassifier } from "./restyled_classifier.ts";

/**
 * Puts a fitted classifier into layers, to stand behind its backbone.
 *
 * @param classifier The classifier.
 * @returns From `[batch, numFeatures]` to `[batch, numClasses]`; the caller disposes it.
 *
 * @example
 * ```ts ignore
 * import { restyledHead } from "lib/protocol/restyled_head.ts";
 * import type { RestyledClassifier } from "lib/protocol/restyled_classifier.ts";
 * declare const classifier: RestyledClassifier;
 * const head = restyledHead(classifier);
 * head.dispose();
 * ```
 */
export function restyledHead({ standardiser, weights }: RestyledClassifier): tf.LayersModel {
  const [numFeatures, numClasses] = [standardiser.mean.length, weights.bias.length];
  // The layer of a head divides by √(variance + ε): the kernel makes up for the ε.
  const kernel = weights.kernel.map((value, i) => {
    const { scale } = standardiser;
    const j = Math.floor(i / numClasses);
    return value * Math.sqrt(scale[j] ** 2 + 1e-3) / scale[j];
  });
  const head = buildHead({
    numFeatures,
    numClasses,
    hidden: [],
    standardise: standardiser,
    seed: 0,
  });
  tf.tidy(() =>
    head.getLayer("logits").setWeights([
      tf.tensor2d(kernel, [numFeatures, numClasses]),
      tf.tensor1d(weights.bias),
    ])
  );
  return head;
}
