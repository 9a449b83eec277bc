import * as tf from "@tensorflow/tfjs";
import { sourceWeights } from "../evaluation/source_weights.ts";
import { fitStandardiser, type Standardiser } from "../evaluation/standardise.ts";
import { fitSoftmax, predictSoftmax, type SoftmaxWeights } from "../training/fit_softmax.ts";
import { standardisedTensor } from "./standardised_tensor.ts";
import { spread, withinSourceDirection } from "./within_source_direction.ts";

/** How much of the answer comes from within collections, beside 1 for the answer as it comes. */
const LEANING = 0.5;

/** Films as they are and as other clinics might have made them, by the features of a network. */
export interface RestyledExamples {
  /** `[view][film][numFeatures]`; view 0 holds the films as they are. */
  views: readonly (readonly Float32Array[])[];
  /** `[film]`, class indices. */
  labels: readonly number[];
  /** `[film]`, where each comes from. */
  provenances: readonly string[];
  numClasses: number;
  /**
   * With two classes: what tells films apart within collections, so that a third of the answer comes
   * from differences which no collection's look can fake; left out, all of it is as it comes.
   */
  within?: {
    /** `[film]`, the collection that each was taken from. */
    collections: readonly string[];
    /** `[film]`: whether nothing is wrong with the lungs. */
    isHealthy: readonly boolean[];
  };
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
  { views, labels, provenances, numClasses, within }: RestyledExamples,
  { train, views: learnt, c }: { train: readonly number[]; views: readonly number[]; c: number },
): RestyledClassifier {
  const rows = learnt.flatMap((view) => train.map((i) => views[view][i]));
  const standardiser = fitStandardiser(rows);
  const own = train.map((i) => labels[i]);
  const weights = sourceWeights({ labels: own, sources: train.map((i) => provenances[i]) });
  const features = standardisedTensor(rows, standardiser);
  try {
    const films = { labels: learnt.flatMap(() => own), weights: learnt.flatMap(() => weights) };
    const fitted = fitSoftmax(features, { ...films, numClasses, c });
    const direction = within && withinSourceDirection(features, {
      collections: train.map((i) => within.collections[i]),
      isPositive: own.map((label) => label === 1),
      isHealthy: train.map((i) => within.isHealthy[i]),
    });
    return {
      standardiser,
      weights: direction ? lean(fitted, direction, { features, ...films }) : fitted,
    };
  } finally {
    features.dispose();
  }
}

/** Adds a direction to a classifier of two classes, spreads made alike; then fits scale and bias. */
function lean(
  { kernel }: SoftmaxWeights,
  direction: Float32Array,
  { features, ...films }: { features: tf.Tensor2D; labels: number[]; weights: number[] },
): SoftmaxWeights {
  const own = direction.map((_, j) => kernel[2 * j + 1] - kernel[2 * j]);
  const [a, b] = [spread(features, own), spread(features, direction)];
  const sum = own.map((value, j) => value / a + LEANING * direction[j] / b);
  const scores = tf.tidy(() => tf.matMul(features, tf.tensor2d(sum, [sum.length, 1])));
  try {
    const scale = fitSoftmax(scores as tf.Tensor2D, { ...films, numClasses: 2, c: 1e3 });
    const leaning = new Float32Array(kernel.length);
    sum.forEach((value, j) => leaning.set(scale.kernel.map((share) => value * share), 2 * j));
    return { kernel: leaning, bias: scale.bias };
  } finally {
    scores.dispose();
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
  const features = standardisedTensor(rows, standardiser);
  try {
    return predictSoftmax(features, weights);
  } finally {
    features.dispose();
  }
}
