import * as tf from "@tensorflow/tfjs";
import { type FillMode, transformImages } from "../engine/transform_images.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";
import { augmentPixels, type PixelAugmentation } from "./pixel_augmentation.ts";

/** Random changes of training films, by the names and units of Keras's ImageDataGenerator. */
export interface Augmentation extends PixelAugmentation {
  /** Greatest rotation to either side, in degrees. */
  rotationRange?: number;
  /** Greatest shift to either side, as a share of the width. */
  widthShiftRange?: number;
  /** Greatest shift up or down, as a share of the height. */
  heightShiftRange?: number;
  /** Greatest shear to either side, in degrees (so .2 is hardly any). */
  shearRange?: number;
  /** Height and width are scaled apart, each by a factor in `[1 - zoomRange, 1 + zoomRange]`. */
  zoomRange?: number;
  /** Whether half of the films are mirrored left to right. */
  horizontalFlip?: boolean;
  /** @default "nearest" */
  fillMode?: FillMode;
}

/** One film's draw. */
export interface AugmentationDraw {
  /** Degrees. */
  rotation: number;
  /** Pixels. */
  shiftDown: number;
  /** Pixels. */
  shiftRight: number;
  /** Degrees. */
  shear: number;
  zoomHeight: number;
  zoomWidth: number;
  flip: boolean;
}

/**
 * Changes a batch of films at random, each by a draw that its key alone fixes.
 *
 * @param images float32 tensor `[batch, height, width, channels]`.
 * @param augmentation Ranges to draw from.
 * @param options `seed` of the run, and `keys`, one per film (its number and the epoch, say): the
 *   same seed and key give the same change, whatever stands beside it in the batch.
 * @returns float32 tensor of the same shape.
 * @throws {RangeError} Where there is not one key a film, or a range is impossible.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { augment } from "lib/training/augmentation.ts";
 * const tf = await startEngine();
 * const films = tf.tensor4d(new Uint8Array(128), [2, 8, 8, 1], "float32");
 * augment(films, { rotationRange: 10 }, { seed: 1, keys: ["1/0", "1/1"] }).shape; // [2, 8, 8, 1]
 * ```
 */
export function augment(
  images: tf.Tensor4D,
  augmentation: Augmentation,
  { seed, keys }: { seed: number; keys: readonly string[] },
): tf.Tensor4D {
  const size: [number, number] = [images.shape[1], images.shape[2]];
  const transforms = keys.map((key) => {
    const random = seededRandom(deriveSeed(seed, "augment", key));
    return augmentationTransform(drawAugmentation(augmentation, size, random), size);
  });
  return tf.tidy(() => {
    const moved = transformImages(images, { transforms, fillMode: augmentation.fillMode });
    return augmentPixels(moved, augmentation, { seed, keys });
  });
}

/**
 * Draws one film's change, as ImageDataGenerator's `get_random_transform` does.
 *
 * @param augmentation Ranges to draw from.
 * @param imageSize Height and width, in pixels.
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The draw.
 *
 * @example
 * ```ts
 * import { drawAugmentation } from "lib/training/augmentation.ts";
 * drawAugmentation({ rotationRange: 10 }, [64, 64], () => 0.75).rotation; // 5
 * ```
 */
export function drawAugmentation(
  augmentation: Augmentation,
  [height, width]: [number, number],
  random: () => number,
): AugmentationDraw {
  const { rotationRange = 0, widthShiftRange = 0, heightShiftRange = 0 } = augmentation;
  const { shearRange = 0, zoomRange = 0, horizontalFlip = false } = augmentation;
  const within = (range: number) => (2 * random() - 1) * range;
  return {
    rotation: within(rotationRange),
    shiftDown: within(heightShiftRange) * height,
    shiftRight: within(widthShiftRange) * width,
    shear: within(shearRange),
    zoomHeight: 1 + within(zoomRange),
    zoomWidth: 1 + within(zoomRange),
    flip: random() < 0.5 && horizontalFlip,
  };
}

/**
 * Composes a draw into the matrix that {@linkcode transformImages} takes.
 *
 * The order and the centre are those of Keras's `apply_affine_transform`: rotation, shift, shear,
 * zoom about the film's middle, then the flip. Down is down, as in keras-preprocessing 1.1; since
 * version 2.9 Keras exchanges rows and columns (a height shift moves a film sideways), which is the
 * same on square films with equal ranges.
 *
 * @param draw What to do to the film.
 * @param imageSize Height and width, in pixels.
 * @returns Eight numbers, from output column and row to input column and row.
 *
 * @example
 * ```ts
 * import { augmentationTransform } from "lib/training/augmentation.ts";
 * const still = { rotation: 0, shiftDown: 0, shiftRight: 0, shear: 0, zoomHeight: 1, zoomWidth: 1 };
 * augmentationTransform({ ...still, flip: true }, [10, 10]); // [-1, 0, 9, 0, 1, 0, 0, 0]
 * ```
 */
export function augmentationTransform(
  draw: AugmentationDraw,
  [height, width]: [number, number],
): number[] {
  const theta = draw.rotation * Math.PI / 180;
  const shear = draw.shear * Math.PI / 180;
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  // Rows first, as Keras: [row, column] = M [row, column], M = rotation · shift · shear · zoom.
  const rotation = [[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]];
  const shift = [[1, 0, draw.shiftDown], [0, 1, draw.shiftRight], [0, 0, 1]];
  const shearing = [[1, -Math.sin(shear), 0], [0, Math.cos(shear), 0], [0, 0, 1]];
  const zoom = [[draw.zoomHeight, 0, 0], [0, draw.zoomWidth, 0], [0, 0, 1]];
  const [middleRow, middleColumn] = [height / 2 - 0.5, width / 2 - 0.5];
  const toMiddle = [[1, 0, middleRow], [0, 1, middleColumn], [0, 0, 1]];
  const fromMiddle = [[1, 0, -middleRow], [0, 1, -middleColumn], [0, 0, 1]];
  const flip = draw.flip
    ? [[1, 0, 0], [0, -1, width - 1], [0, 0, 1]]
    : [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const [[rr, rc, r0], [cr, cc, c0]] = [toMiddle, rotation, shift, shearing, zoom, fromMiddle, flip]
    .reduce(multiply);
  return [cc, cr, c0, rc, rr, r0, 0, 0].map((value) => value + 0);
}

function multiply(a: number[][], b: number[][]): number[][] {
  return a.map((row) =>
    b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0))
  );
}
