import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { addAirways } from "./phantom/airways.ts";
import { drawAnatomy } from "./phantom/anatomy.ts";
import { addSideMarker, burnCorner, closeShutter } from "./phantom/annotations.ts";
import { drawExposure, expose } from "./phantom/exposure.ts";
import { LETTERS } from "./phantom/letters.ts";
import { traceLungs } from "./phantom/lungs.ts";
import { addOverlay } from "./phantom/overlay.ts";
import { emptyPlate } from "./phantom/plate.ts";
import { drawPosition, poseOnFilm } from "./phantom/position.ts";
import { addRibs } from "./phantom/ribs.ts";
import { shrink } from "./phantom/shrink.ts";
import { addShoulders } from "./phantom/shoulders.ts";
import { traceSoftTissue } from "./phantom/soft_tissue.ts";
import { addSpine } from "./phantom/spine.ts";
import { buildThorax } from "./phantom/thorax.ts";

/** Classes that {@linkcode drawPhantom} can draw. */
export const PHANTOM_CLASSES = ["COVID-19", "Normal", "Viral Pneumonia"] as const;

/** What {@linkcode drawPhantom} draws. */
export interface PhantomOptions {
  /**
   * `Normal`; `Viral Pneumonia`: one consolidated lobe; `COVID-19`: ground glass at the edges and
   * bases of both lungs.
   */
  label: string;
  /** Decides everything else: patient, position, exposure, grain. */
  seed: number;
  /** Width and height in pixels, 64 to 1024. */
  imageSize: number;
  /** Decides the patient and the disease, for several films of one patient; `seed` if left out. */
  patientSeed?: number;
  /**
   * Plants a shortcut: the letter that is burnt into the lower right corner of every film of a
   * class, such as `{ "COVID-19": "P" }`.
   */
  shortcut?: Readonly<Record<string, string>>;
}

/** A drawn film and what only its painter knows. */
export interface Phantom {
  /** Greys, row by row: `[imageSize * imageSize]`, `[0, 255]`. */
  pixels: Uint8Array;
  /** How thick the healthy lungs are, in half film widths; 0 outside: `[imageSize * imageSize]`. */
  lungs: Float32Array;
  /** Share of the air that the disease has replaced, `[0, 1]`; all 0 in a normal film. */
  disease: Float32Array;
  sex: "F" | "M";
  /** Age in years. */
  age: number;
}

/**
 * Draws a frontal chest film from a seed.
 *
 * Rays are followed through a chest of simple solids: trunk, lungs, heart, bones as pipes, vessels as
 * branching trees. Attenuation becomes light, light becomes grey, as on a film. The same seed gives
 * the same picture; at another size, or with another label, the same patient.
 *
 * A phantom is a task for a network, not evidence about patients. Fluid makes lungs whiter; so that
 * nobody can tell the classes by their mean grey, films of each class are whitened smoothly where
 * the others are whiter on average (most of all normal ones, as if the patient had breathed less).
 * What is left is what a radiologist looks for: a fissure's line, dark airways in a white lobe,
 * vessels that vanish, mottled haze at the edges. All else (build, position, exposure, marker) is
 * drawn without regard to the class. The histogram of greys is not balanced and still tells part of
 * it: a white lobe in dark lungs has more white and more black in it than an even haze.
 *
 * @param options See {@linkcode PhantomOptions}.
 * @returns Greys, row by row: `[imageSize * imageSize]`, `[0, 255]`.
 * @throws {RangeError} Where label, size, seed or letter are not among what can be drawn.
 *
 * @example
 * ```ts
 * import { drawPhantom } from "lib/data/phantom.ts";
 * drawPhantom({ label: "Normal", seed: 1, imageSize: 64 }).length; // 4096
 * ```
 */
export function drawPhantom(options: PhantomOptions): Uint8Array {
  return drawPhantomParts(options).pixels;
}

/**
 * Draws a film as {@linkcode drawPhantom} does and tells where its lungs and its disease are: the
 * truth that a map of what a network looked at can be held against.
 *
 * @param options See {@linkcode PhantomOptions}.
 * @returns The film with both maps.
 * @throws {RangeError} As `drawPhantom`.
 *
 * @example
 * ```ts
 * import { drawPhantomParts } from "lib/data/phantom.ts";
 * const { disease } = drawPhantomParts({ label: "COVID-19", seed: 1, imageSize: 64 });
 * disease.some((share) => share > 0.1); // true
 * ```
 */
export function drawPhantomParts(options: PhantomOptions): Phantom {
  const { label, seed, imageSize, patientSeed = seed, shortcut } = options;
  checkOptions(options);
  const random = (part: string) => seededRandom(deriveSeed(seed, part));
  const patient = (part: string) => seededRandom(deriveSeed(patientSeed, part));
  const size = imageSize * Math.ceil(128 / imageSize); // small films are drawn larger, then shrunk

  const anatomy = drawAnatomy(patient("anatomy"));
  const position = drawPosition(random("position"));
  const pose = poseOnFilm(position, size);
  const thorax = buildThorax(anatomy, position);
  const tissue = traceSoftTissue(thorax, { anatomy, position }, { pose, size });
  const lungs = traceLungs({ label, thorax, tissue, anatomy, pose, size, random, patient });

  const hard = emptyPlate(size, pose);
  addRibs(hard, thorax, { anatomy, random: patient("ribs") });
  addShoulders(hard, thorax, { anatomy, random: patient("shoulders") });
  addSpine(hard, thorax, anatomy);
  addAirways(hard, thorax, { anatomy, random: random("airways") });
  addOverlay(hard, { anatomy, random: random("overlay") });
  const marks = emptyPlate(size);
  addSideMarker(marks, random("marker"));

  const exposure = drawExposure(random("exposure"));
  const attenuation = new Float32Array(size * size);
  for (let i = 0; i < attenuation.length; i++) {
    attenuation[i] = exposure.tissue * (tissue.body[i] - lungs.air[i]) + lungs.lines[i] +
      hard.values[i] + marks.values[i];
  }
  const greys = expose(attenuation, exposure, random("grain"));
  closeShutter(greys, random("shutter"));
  if (shortcut?.[label]) burnCorner(greys, shortcut[label]);
  return {
    pixels: toBytes(shrink(greys, imageSize)),
    lungs: shrink(tissue.air, imageSize),
    disease: shrink(lungs.disease, imageSize),
    sex: anatomy.sex,
    age: anatomy.age,
  };
}

/** Greys in `[0, 1]` as bytes, rounded. */
function toBytes(greys: Float32Array): Uint8Array {
  const bytes = new Uint8ClampedArray(greys.length);
  for (let i = 0; i < greys.length; i++) bytes[i] = 255 * greys[i];
  return new Uint8Array(bytes.buffer);
}

function checkOptions(options: PhantomOptions): void {
  const { label, seed, imageSize, patientSeed = seed, shortcut = {} } = options;
  const known = PHANTOM_CLASSES as readonly string[];
  if (!known.includes(label)) {
    throw new RangeError(
      `Cannot draw a phantom of "${label}": expected one of ${known.join(", ")}`,
    );
  }
  if (!Number.isInteger(imageSize) || imageSize < 64 || imageSize > 1024) {
    throw new RangeError(
      `Cannot draw a phantom ${imageSize} pixels wide: expected a whole number from 64 to 1024`,
    );
  }
  for (const value of [seed, patientSeed]) {
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(`Cannot draw a phantom of seed ${value}: expected a whole number`);
    }
  }
  for (const [name, letter] of Object.entries(shortcut)) {
    if (!known.includes(name)) {
      throw new RangeError(
        `Cannot plant a shortcut for "${name}": expected one of ${known.join(", ")}`,
      );
    }
    if (letter.length !== 1 || !LETTERS.includes(letter)) {
      throw new RangeError(`Cannot plant "${letter}": expected one letter of ${LETTERS}`);
    }
  }
}
