/** What the gate sees of a picture. */
export interface FilmLook {
  /** Grey levels in `[0, 255]`, 64 × 64, row by row: the picture as `decodeFilm` shrinks it. */
  thumbnail: Uint8Array;
  /** Width of the original as displayed, pixels. */
  width: number;
  /** Height of the original as displayed, pixels. */
  height: number;
  /** Mean difference of a pixel's strongest and weakest colour, `[0, 1]`; 0 for grey. */
  colour: number;
}

/**
 * What training films look like, in numbers, so that a model can tell what is unlike them.
 *
 * A simple gate: it knows the coarse distribution of light and dark (8 × 8 values), nothing finer.
 * A film of another part of the body or a lateral view may pass.
 */
export interface Gate {
  kind: "thumbnail-8x8";
  /** Films that it was made from. */
  numFilms: number;
  /** `[64]`, mean of the films' values. */
  mean: number[];
  /** `[numComponents][64]`, directions in which the films vary. */
  components: number[][];
  /** `[numComponents]`, variance along each. */
  variances: number[];
  /** Variance in all other directions together. */
  restVariance: number;
  /** Largest distance along the components that is let through, of films held out. */
  limit: number;
  /** Largest distance in the other directions that is let through. */
  restLimit: number;
}

/** Side of the thumbnail, and of the values that the gate compares. */
const THUMBNAIL = 64;
const SIDE = 8;

/** The real films at hand, about a thousand, keep away from all of these by a wide margin. */
const MIN_SIDE = 100; //         pixels; films: 156
const MAX_ASPECT = 2.5; //       films: 2.2
const MAX_COLOUR = 0.08; //      films: .0003
const MIN_DEVIATION = 8; //      grey levels; films: 14
const MIN_CORRELATION = 0.75; // of neighbours; films: .875

/**
 * Tells why a picture is unlike the films that a model was trained on.
 *
 * @param gate The model's gate, as `fitGate` makes it.
 * @param look What is seen of the picture.
 * @returns Reasons in words, none where it looks alike.
 *
 * @example
 * ```ts
 * import { drawPhantom } from "lib/data/phantom.ts";
 * import { fitGate } from "lib/data/fit_gate.ts";
 * import { checkFilm } from "lib/data/gate.ts";
 * const draw = (seed: number) => drawPhantom({ label: "Normal", seed, imageSize: 64 });
 * const thumbnails = Array.from({ length: 40 }, (_, seed) => draw(seed));
 * const gate = fitGate(thumbnails, thumbnails.map((_, i) => String(i)))!;
 * const grey = new Uint8Array(64 * 64).fill(128);
 * checkFilm(gate, { thumbnail: grey, width: 500, height: 500, colour: 0 });
 * // ["it is nearly one even grey"]
 * ```
 */
export function checkFilm(gate: Gate, { thumbnail, width, height, colour }: FilmLook): string[] {
  if (thumbnail.length !== THUMBNAIL ** 2) {
    throw new RangeError(
      `Cannot check a thumbnail of ${thumbnail.length} pixels: expected ${THUMBNAIL} × ${THUMBNAIL}`,
    );
  }
  const reasons: string[] = [];
  if (Math.min(width, height) < MIN_SIDE) reasons.push(`it is only ${width} × ${height} pixels`);
  const aspect = Math.max(width / height, height / width);
  if (aspect > MAX_ASPECT) {
    reasons.push(`it is ${aspect.toFixed(1)} times as long as it is wide, as no film is`);
  }
  if (colour > MAX_COLOUR) reasons.push("it is a colour picture");
  if (deviationOf(thumbnail) < MIN_DEVIATION) return [...reasons, "it is nearly one even grey"];
  if (neighbourCorrelation(thumbnail) < MIN_CORRELATION) {
    reasons.push("it is noise, text or texture: neighbouring places differ as on no film");
  }
  if (reasons.length === 0) {
    const distance = distanceOf(gate, gateValues(thumbnail));
    if (distance > 1) {
      const inverted = distanceOf(gate, gateValues(thumbnail.map((grey) => 255 - grey)));
      const guess = inverted <= 1 ? "; it may be inverted (black and white exchanged)" : "";
      const times = distance.toFixed(distance < 2 ? 2 : distance < 10 ? 1 : 0);
      reasons.push(
        `light and dark lie otherwise than on the films the model was trained on ` +
          `(${times} times the distance allowed${guess})`,
      );
    }
  }
  return reasons;
}

/**
 * Measures how colourful a picture is.
 *
 * @param pixels RGB or RGBA, `[0, 255]`, of the picture shrunk to 64 × 64.
 * @param channels 3 or 4; the fourth is not looked at.
 * @returns Mean difference of a pixel's strongest and weakest colour, `[0, 1]`.
 *
 * @example
 * ```ts
 * import { colourOf } from "lib/data/gate.ts";
 * colourOf(Uint8Array.of(255, 0, 0, 10, 10, 10), 3); // .5
 * ```
 */
export function colourOf(pixels: Uint8Array | Uint8ClampedArray, channels: 3 | 4): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += channels) {
    const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]];
    sum += Math.max(r, g, b) - Math.min(r, g, b);
  }
  return sum / 255 / (pixels.length / channels);
}

/**
 * Shrinks a thumbnail to what the gate compares: 8 × 8 means, brought to mean 0 and deviation 1, so
 * that exposure and contrast do not count.
 *
 * @param thumbnail Grey levels, 64 × 64.
 * @returns `[64]`
 *
 * @example
 * ```ts
 * import { gateValues } from "lib/data/gate.ts";
 * gateValues(new Uint8Array(64 * 64)).length; // 64
 * ```
 */
export function gateValues(thumbnail: Uint8Array): Float64Array {
  const block = THUMBNAIL / SIDE;
  const values = new Float64Array(SIDE * SIDE);
  thumbnail.forEach((grey, i) => {
    const [y, x] = [Math.floor(i / THUMBNAIL), i % THUMBNAIL];
    values[Math.floor(y / block) * SIDE + Math.floor(x / block)] += grey / block ** 2;
  });
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / (Math.sqrt(variance) + 2));
}

/**
 * How far values lie from the training films', along the gate's components and in all other
 * directions.
 *
 * @param gate Mean, components and variances.
 * @param values As {@linkcode gateValues} gives them.
 * @returns Two mean squared distances in units of the films' own variance, about 1 for a film.
 *
 * @example
 * ```ts
 * import { gateDistances, gateValues } from "lib/data/gate.ts";
 * const none = { mean: Array(64).fill(0), components: [], variances: [], restVariance: 1 };
 * gateDistances(none, gateValues(new Uint8Array(64 * 64))); // [0, 0]
 * ```
 */
export function gateDistances(
  { mean, components, variances, restVariance }: Pick<
    Gate,
    "mean" | "components" | "variances" | "restVariance"
  >,
  values: Float64Array,
): [along: number, beside: number] {
  const centred = values.map((value, j) => value - mean[j]);
  let rest = centred.reduce((sum, value) => sum + value ** 2, 0);
  const floor = restVariance / (values.length - components.length); // of one other direction
  let along = 0;
  components.forEach((component, k) => {
    const score = component.reduce((sum, weight, j) => sum + weight * centred[j], 0);
    rest -= score ** 2;
    along += score ** 2 / (variances[k] + floor) / components.length;
  });
  return [along, Math.max(0, rest) / restVariance];
}

/** Distance in units of what is allowed. */
function distanceOf(gate: Gate, values: Float64Array): number {
  const [along, beside] = gateDistances(gate, values);
  return Math.max(along / gate.limit, beside / gate.restLimit);
}

function deviationOf(values: Uint8Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Correlation of pixels with those right of and below them. */
function neighbourCorrelation(values: Uint8Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] - mean;
    variance += value ** 2;
    if (i % THUMBNAIL < THUMBNAIL - 1) covariance += value * (values[i + 1] - mean);
    if (i + THUMBNAIL < values.length) covariance += value * (values[i + THUMBNAIL] - mean);
  }
  const numPairs = 2 * THUMBNAIL * (THUMBNAIL - 1);
  return (covariance / numPairs) / (variance / values.length);
}
