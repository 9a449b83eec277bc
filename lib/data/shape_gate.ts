import { gateFeatures } from "./gate_features.ts";

/**
 * What tells training films from other pictures, in numbers: where they lie along and beside the
 * directions in which films vary, weighed by a logistic regression against pictures that are none.
 *
 * It knows coarse shapes, nothing finer: another view of the chest may pass.
 */
export interface ShapeGate {
  kind: "shape-1";
  /** Films that it was made from. */
  numFilms: number;
  /** `[160]`, mean of the films' features. */
  mean: number[];
  /** `[numComponents][160]`, directions in which the films vary. */
  components: number[][];
  /** `[numComponents]`, variance along each. */
  variances: number[];
  /** Variance in all other directions together. */
  restVariance: number;
  /** `[2 numComponents + 2]`, of {@linkcode gateTerms}. */
  weights: number[];
  /** Added to the weighed sum. */
  bias: number;
  /** A picture scoring less is refused. */
  threshold: number;
}

/** Beyond this many deviations a direction counts no more. */
const FAR = 6;

/**
 * Brings a picture's features to the terms that a gate weighs.
 *
 * @param gate Mean, components and variances.
 * @param features As `gateFeatures` gives them.
 * @returns Places along the components in deviations, their squares, and the logarithms of the mean
 *   squared distance along the components and beside them: `[2 numComponents + 2]`.
 *
 * @example
 * ```ts
 * import { gateTerms } from "lib/data/shape_gate.ts";
 * const gate = { mean: [0, 0], components: [[1, 0]], variances: [4], restVariance: 1 };
 * gateTerms(gate, Float64Array.of(2, 0)).slice(0, 2); // [1, 1]
 * ```
 */
export function gateTerms(
  { mean, components, variances, restVariance }: Pick<
    ShapeGate,
    "mean" | "components" | "variances" | "restVariance"
  >,
  features: Float64Array,
): Float64Array {
  const numComponents = components.length;
  const terms = new Float64Array(2 * numComponents + 2);
  let rest = 0;
  for (let j = 0; j < features.length; j++) rest += (features[j] - mean[j]) ** 2;
  let along = 0;
  for (let k = 0; k < numComponents; k++) {
    const component = components[k];
    let place = 0;
    for (let j = 0; j < features.length; j++) place += component[j] * (features[j] - mean[j]);
    rest -= place ** 2;
    const deviations = place / Math.sqrt(variances[k]);
    along += deviations ** 2 / numComponents;
    terms[k] = Math.max(-FAR, Math.min(FAR, deviations));
    terms[numComponents + k] = terms[k] ** 2;
  }
  terms[2 * numComponents] = Math.log(along + 0.05);
  terms[2 * numComponents + 1] = Math.log(Math.max(0, rest) / restVariance + 0.05);
  return terms;
}

/**
 * How much a picture looks like the training films: the logarithm of the odds against the pictures
 * that the gate was made with.
 *
 * @param gate A gate of this kind.
 * @param thumbnail Grey levels, 64 × 64.
 * @returns Below `gate.threshold` for what is refused.
 *
 * @example
 * ```ts
 * import { drawPhantom } from "lib/data/phantom.ts";
 * import { fitGate } from "lib/experiments/fit_gate.ts";
 * import { gateScore } from "lib/data/shape_gate.ts";
 * const films = Array.from({ length: 40 }, (_, seed) =>
 *   drawPhantom({ label: "Normal", seed, imageSize: 64 }));
 * const gate = fitGate(films, films.map((_, i) => String(i)))!;
 * gateScore(gate, films[0]) > gate.threshold; // true
 * ```
 */
export function gateScore(gate: ShapeGate, thumbnail: Uint8Array): number {
  return gateTerms(gate, gateFeatures(thumbnail))
    .reduce((sum, term, i) => sum + term * gate.weights[i], gate.bias);
}
