import { counterPictures } from "../data/counter_pictures.ts";
import { gateFeatures } from "../data/gate_features.ts";
import { groupKFold } from "../data/group_k_fold.ts";
import { principalComponents } from "../data/principal_components.ts";
import { gateTerms, type ShapeGate } from "../data/shape_gate.ts";
import { varyFilm } from "../data/vary_film.ts";
import { fitLogisticRegression } from "../evaluation/logistic_regression.ts";
import { fitStandardiser, standardise } from "../evaluation/standardise.ts";
import { seededRandom } from "../random/seeded.ts";
import { shuffle } from "../random/shuffle.ts";

/** Fewer films give no gate: their spread would be a guess. */
const MIN_FILMS = 30;

/** More films add nothing but time: these are drawn by lot. */
const MAX_FILMS = 600;

/** Films and their variations together, and as many pictures that are none; fewer for few films. */
const NUM_PICTURES = { least: 600, perFilm: 8, most: 1500 };

const NUM_COMPONENTS = 30;
const NUM_FOLDS = 3;

/** Of films held out, at most this share shall be refused. */
const REFUSED = 0.005;

/** A picture's features. */
interface Example {
  features: Float64Array;
  isFilm: boolean;
  /** Film that it was made of, -1 for none. */
  film: number;
}

/**
 * Makes a gate from training films: a logistic regression between them, varied a little, and
 * pictures that are no films, drawn or made of films spoilt (`counterPictures`).
 *
 * A picture is refused where it is likelier one of those than a film. Where this would refuse more
 * than half a per cent of films held out in turn (three folds, groups kept whole), the threshold is
 * lowered until it does not.
 *
 * @param thumbnails Training films, 64 × 64 grey levels each, as `decodeFilm` shrinks them.
 * @param groups Patient, or group of copies, of each film.
 * @returns The gate, its numbers rounded to four digits; `null` for under 30 films or 3 groups.
 * @throws {RangeError} Where the lists differ in length.
 *
 * @example
 * ```ts
 * import { fitGate } from "lib/experiments/fit_gate.ts";
 * fitGate([], []); // null
 * ```
 */
export function fitGate(
  thumbnails: readonly Uint8Array[],
  groups: readonly string[],
): ShapeGate | null {
  if (thumbnails.length !== groups.length) {
    throw new RangeError(
      `Cannot fit a gate: ${thumbnails.length} films but ${groups.length} groups`,
    );
  }
  const numFilms = thumbnails.length;
  if (numFilms < MIN_FILMS || new Set(groups).size < NUM_FOLDS) return null;
  const chosen = shuffle(thumbnails.map((_, i) => i), seededRandom(0)).slice(0, MAX_FILMS);
  const films = chosen.map((i) => thumbnails[i]);
  const examples = examplesOf(films);
  const filmGroups = chosen.map((i) => groups[i]);
  const folds = groupKFold({
    labels: filmGroups.map(() => "film"),
    groups: filmGroups,
    k: Math.min(NUM_FOLDS, new Set(filmGroups).size),
    seed: 0,
  });
  const scores = new Float64Array(films.length);
  for (let fold = 0; fold < NUM_FOLDS; fold++) {
    const gate = fitOnce(examples.filter(({ film }) => film < 0 || folds[film] !== fold));
    films.forEach((_, i) => {
      if (folds[i] === fold) scores[i] = scoreOf(gate, examples[i].features);
    });
  }
  const lowest = scores.toSorted()[Math.floor(REFUSED * films.length)];
  const gate = { ...fitOnce(examples), numFilms, threshold: Math.min(0, lowest) };
  return rounded(gate);
}

/** The films come first, in their order. */
function examplesOf(films: readonly Uint8Array[]): Example[] {
  const random = seededRandom(1);
  const { least, perFilm, most } = NUM_PICTURES;
  const count = Math.min(most, Math.max(least, perFilm * films.length));
  const numVaried = Math.max(films.length, count - films.length);
  const varied = Array.from({ length: numVaried }, (_, i) => i % films.length);
  return [
    ...films.map((film, i) => ({ features: gateFeatures(film), isFilm: true, film: i })),
    ...varied.map((film) => {
      const features = gateFeatures(varyFilm(films[film], random));
      return { features, isFilm: true, film };
    }),
    ...counterPictures(films, { count, random }).map(({ thumbnail, film }) => ({
      features: gateFeatures(thumbnail),
      isFilm: false,
      film,
    })),
  ];
}

function fitOnce(examples: readonly Example[]): ShapeGate {
  const films = examples.filter(({ isFilm }) => isFilm).map(({ features }) => features);
  const found = principalComponents(films, { numComponents: NUM_COMPONENTS, iterations: 30 });
  const { mean, components } = found;
  const variances = found.variances.map((variance) => Math.max(variance, 1e-6));
  const restVariance = Math.max(found.restVariance, 1e-6);
  const shape = { mean, components, variances, restVariance };
  const terms = examples.map(({ features }) => gateTerms(shape, features));
  const scale = fitStandardiser(terms);
  const model = fitLogisticRegression(
    standardise(terms, scale),
    examples.map(({ isFilm }) => Number(isFilm)),
    { numClasses: 2, c: 0.1, classWeight: "balanced", tolerance: 1e-5 },
  );
  // Back to the terms as they are.
  const weights = Array.from(model.coefficients[0], (weight, i) => weight / scale.scale[i]);
  const bias = weights.reduce(
    (sum, weight, i) => sum - weight * scale.mean[i],
    model.intercepts[0],
  );
  return { kind: "shape-1", numFilms: 0, ...shape, weights, bias, threshold: 0 };
}

function scoreOf(gate: ShapeGate, features: Float64Array): number {
  return gateTerms(gate, features)
    .reduce((sum, term, i) => sum + term * gate.weights[i], gate.bias);
}

function rounded(gate: ShapeGate): ShapeGate {
  return {
    ...gate,
    mean: gate.mean.map(round),
    components: gate.components.map((component) => component.map(round)),
    variances: gate.variances.map(round),
    restVariance: round(gate.restVariance),
    weights: gate.weights.map(round),
    bias: round(gate.bias),
    threshold: round(gate.threshold),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
