import * as tf from "@tensorflow/tfjs";
import { fitSoftmax } from "../training/fit_softmax.ts";

/** Films of each side that a contrast needs. */
const FEWEST = 20;

/** Strength of the penalty: little more than the difference of two means is learnt. */
const C = 0.03;

/** What {@linkcode withinSourceDirection} knows of the films. */
export interface SourceFilms {
  /** `[n]`: the collection that a film was taken from; contrasts are made within one. */
  collections: readonly string[];
  /** `[n]`: whether it shows what is looked for. */
  isPositive: readonly boolean[];
  /** `[n]`: whether nothing is wrong with the lungs. */
  isHealthy: readonly boolean[];
}

/**
 * Finds the direction that tells films apart within their collections, never between them: what a
 * collection looks like as a whole cannot enter it.
 *
 * In collections that hold both, the positive films are set against the others; in those without
 * positive films, the ill against the healthy. Both kinds count alike.
 *
 * @param features `[views × n, numFeatures]`, standardised, view after view; it stays the caller's.
 * @param films What is known of the `n` films.
 * @returns `[numFeatures]`, the mean of directions that each spread their own films by 1; nothing
 * where no collection has {@linkcode FEWEST} films on both sides.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { startEngine } from "lib/engine/start.ts";
 * import { withinSourceDirection } from "lib/protocol/within_source_direction.ts";
 * await startEngine({ seed: 1 });
 * const features = tf.tensor2d([[0], [1]]);
 * const films = { collections: ["a", "a"], isPositive: [true, false], isHealthy: [false, true] };
 * withinSourceDirection(features, films); // undefined: too few films
 * features.dispose();
 * ```
 */
export function withinSourceDirection(
  features: tf.Tensor2D,
  { collections, isPositive, isHealthy }: SourceFilms,
): Float32Array | undefined {
  const kinds: { positive: Float32Array[]; ill: Float32Array[] } = { positive: [], ill: [] };
  for (const own of Map.groupBy(collections.keys(), (i) => collections[i]).values()) {
    const hasPositive = contrastsIn(own, (i) => isPositive[i]);
    if (!hasPositive && !contrastsIn(own, (i) => !isHealthy[i])) continue;
    const side = hasPositive ? isPositive : isHealthy.map((healthy) => !healthy);
    const direction = contrast(features, { own, side, n: collections.length });
    kinds[hasPositive ? "positive" : "ill"].push(direction);
  }
  const means = Object.values(kinds).filter(({ length }) => length > 0).map(mean);
  return means.length > 0 ? mean(means) : undefined;
}

/** Whether there are enough films on both sides. */
function contrastsIn(own: readonly number[], isOn: (i: number) => boolean): boolean {
  const on = own.filter(isOn).length;
  return on >= FEWEST && own.length - on >= FEWEST;
}

/** Direction that parts one collection's films; their scores along it have the deviation 1. */
function contrast(
  features: tf.Tensor2D,
  { own, side, n }: { own: readonly number[]; side: readonly boolean[]; n: number },
): Float32Array {
  const numViews = features.shape[0] / n;
  const rows = Array.from({ length: numViews }, (_, view) => own.map((i) => view * n + i)).flat();
  const labels = Array.from({ length: numViews }, () => own.map((i) => Number(side[i]))).flat();
  const share = labels.reduce((a, b) => a + b, 0) / labels.length;
  const weights = labels.map((label) => label === 1 ? 1 / share : 1 / (1 - share));
  const films = tf.gather(features, rows);
  try {
    const { kernel } = fitSoftmax(films, { labels, weights, numClasses: 2, c: C });
    const direction = Float32Array.from(
      { length: features.shape[1] },
      (_, j) => kernel[2 * j + 1] - kernel[2 * j],
    );
    const deviation = spread(films, direction);
    return direction.map((value) => value / deviation);
  } finally {
    films.dispose();
  }
}

/**
 * Standard deviation of films' scores along a direction.
 *
 * @param films `[n, numFeatures]`; it stays the caller's.
 * @param direction `[numFeatures]`.
 * @returns The deviation, 1 where all scores are the same.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { startEngine } from "lib/engine/start.ts";
 * import { spread } from "lib/protocol/within_source_direction.ts";
 * await startEngine({ seed: 1 });
 * const films = tf.tensor2d([[-1], [1]]);
 * spread(films, Float32Array.of(3)); // 3
 * films.dispose();
 * ```
 */
export function spread(films: tf.Tensor2D, direction: Float32Array): number {
  const deviation = tf.tidy(() => {
    const scores = tf.matMul(films, tf.tensor2d(direction, [direction.length, 1]));
    return Math.sqrt(tf.moments(scores).variance.dataSync()[0]);
  });
  return deviation > 0 ? deviation : 1;
}

function mean(vectors: readonly Float32Array[]): Float32Array {
  return vectors[0].map((_, j) =>
    vectors.reduce((sum, vector) => sum + vector[j], 0) / vectors.length
  );
}
