import { gateScore, type ShapeGate } from "./shape_gate.ts";
import { thumbnailDistance, type ThumbnailGate } from "./thumbnail_gate.ts";

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
 * What training films look like, in numbers, so that a model can tell what is unlike them: the kind
 * made now, or the one in earlier bundles.
 */
export type Gate = ShapeGate | ThumbnailGate;

/** Side of the thumbnail. */
const THUMBNAIL = 64;

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
 * import { fitGate } from "lib/experiments/fit_gate.ts";
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
  if (reasons.length === 0 && !passes(gate, thumbnail)) {
    reasons.push(`it looks unlike the films the model was trained on${guess(gate, thumbnail)}`);
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

function passes(gate: Gate, thumbnail: Uint8Array): boolean {
  return gate.kind === "shape-1"
    ? gateScore(gate, thumbnail) >= gate.threshold
    : thumbnailDistance(gate, thumbnail) <= 1;
}

/** What may be wrong with a film, where setting it right would let it through. */
function guess(gate: Gate, thumbnail: Uint8Array): string {
  if (passes(gate, thumbnail.map((grey) => 255 - grey))) {
    return "; it may be inverted (black and white exchanged)";
  }
  const last = thumbnail.length - 1;
  if (passes(gate, thumbnail.map((_, i) => thumbnail[last - i]))) return "; it may be upside down";
  const onSide = thumbnail.map((_, i) =>
    thumbnail[(THUMBNAIL - 1 - i % THUMBNAIL) * THUMBNAIL + Math.floor(i / THUMBNAIL)]
  );
  if ([onSide, onSide.map((_, i) => onSide[last - i])].some((turned) => passes(gate, turned))) {
    return "; it may lie on its side";
  }
  return "";
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
