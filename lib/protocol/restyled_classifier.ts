import * as tf from "@tensorflow/tfjs";
import { sourceWeights } from "../evaluation/source_weights.ts";
import { fitStandardiser, standardise, type Standardiser } from "../evaluation/standardise.ts";
import { fitSoftmax, predictSoftmax, type SoftmaxWeights } from "../training/fit_softmax.ts";

/** Films as they are and as other clinics might have made them, by the features of a network. */
export interface RestyledExamples {
  /** `[view][film][numFeatures]`; view 0 holds the films as they are. */
  views: readonly (readonly Float32Array[])[];
  /** `[film]`, class indices. */
  labels: readonly number[];
  /** `[film]`, where each comes from. */
  provenances: readonly string[];
  numClasses: number;
}

/** A linear classifier of standardised features. */
export interface RestyledClassifier {
  standardiser: Standardiser;
  weights: SoftmaxWeights;
}

/**
 * Fits a linear classifier on several views of each film; classes count alike, sources within a
 * class by the square root of their films.
 *
 * @param examples Films and views.
 * @param options `train`: indices of the films to learn from; `views`: those to learn from; `c`: as
 * in `fitSoftmax`.
 * @returns The classifier.
 * @throws {RangeError} Where there is no film, or `c` is not above 0.
 *
 * @example
 * ```ts ignore
 * import { fitRestyled, type RestyledExamples } from "lib/protocol/restyled_classifier.ts";
 * declare const examples: RestyledExamples;
 * const classifier = fitRestyled(examples, { train: [0, 1, 2], views: [0, 1], c: 3 });
 * ```
 */
export function fitRestyled(
  { views, labels, provenances, numClasses }: RestyledExamples,
  { train, views: learnt, c }: { train: readonly number[]; views: readonly number[]; c: number },
): RestyledClassifier {
  const rows = learnt.flatMap((view) => train.map((i) => views[view][i]));
  const standardiser = fitStandardiser(rows);
  const own = train.map((i) => labels[i]);
  const weights = sourceWeights({ labels: own, sources: train.map((i) => provenances[i]) });
  const features = toTensor(rows, standardiser);
  try {
    const fitted = fitSoftmax(features, {
      labels: learnt.flatMap(() => own),
      weights: learnt.flatMap(() => weights),
      numClasses,
      c,
    });
    return { standardiser, weights: fitted };
  } finally {
    features.dispose();
  }
}

/**
 * What a classifier says of films.
 *
 * @param rows `[n][numFeatures]`.
 * @param classifier The classifier.
 * @returns `[n][numClasses]`, each row with sum 1; none for no films.
 *
 * @example
 * ```ts ignore
 * import { predictRestyled, type RestyledClassifier } from "lib/protocol/restyled_classifier.ts";
 * declare const classifier: RestyledClassifier;
 * predictRestyled([new Float32Array(1024)], classifier);
 * ```
 */
export function predictRestyled(
  rows: readonly Float32Array[],
  { standardiser, weights }: RestyledClassifier,
): number[][] {
  if (rows.length === 0) return [];
  const features = toTensor(rows, standardiser);
  try {
    return predictSoftmax(features, weights);
  } finally {
    features.dispose();
  }
}

function toTensor(rows: readonly Float32Array[], standardiser: Standardiser): tf.Tensor2D {
  const numFeatures = standardiser.mean.length;
  const values = new Float32Array(rows.length * numFeatures);
  standardise(rows, standardiser).forEach((row, i) => values.set(row, i * numFeatures));
  return tf.tensor2d(values, [rows.length, numFeatures]);
}
