import * as tf from "@tensorflow/tfjs";
import { statelessRandom } from "../engine/stateless_random.ts";
import { deriveSeed } from "../random/derive_seed.ts";
import { seededRandom } from "../random/seeded.ts";

/** Random changes of grey levels; all of them are off where left out. */
export interface PixelAugmentation {
  /**
   * Greatest amount added to or taken from all grey levels of a film, which stay within its own
   * darkest and brightest: Keras's `channel_shift_range`.
   */
  channelShiftRange?: number;
  /** Least and greatest factor on the grey levels: Keras's `brightness_range`. */
  brightnessRange?: readonly [number, number];
  /**
   * How far the factor on each level's distance from the film's mean may lie from 1: Keras's
   * `RandomContrast`. In `[0, 1]`.
   */
  contrastRange?: number;
  /** Least and greatest exponent on the grey levels as shares of 255: below 1 shadows brighten. */
  gammaRange?: readonly [number, number];
  /** Standard deviation of Gaussian noise, in grey levels: Keras's `GaussianNoise`. */
  noise?: number;
}

/** One film's draw. */
export interface PixelDraw {
  /** Grey levels. */
  channelShift: number;
  /** Factor. */
  brightness: number;
  /** Factor. */
  contrast: number;
  /** Exponent. */
  gamma: number;
  /** Seed of the noise. */
  noiseSeed: number;
}

/**
 * Changes the grey levels of a batch of films at random, each film by a draw that its key alone
 * fixes: shift, brightness, contrast, gamma, then noise.
 *
 * Brightness is Keras's without the rounding to whole levels on the way.
 *
 * @param images float32 tensor `[batch, height, width, channels]` of grey levels in `[0, 255]`.
 * @param augmentation Ranges to draw from.
 * @param options `seed` of the run, and `keys`, one per film.
 * @returns float32 tensor of the same shape, in `[0, 255]`; the same numbers where nothing is on.
 * @throws {RangeError} Where a range is impossible.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { augmentPixels } from "lib/training/pixel_augmentation.ts";
 * const tf = await startEngine();
 * const film = tf.fill([1, 2, 2, 1], 100) as import("@tensorflow/tfjs").Tensor4D;
 * augmentPixels(film, { brightnessRange: [1.5, 1.5] }, { seed: 1, keys: ["1/0"] }).dataSync();
 * // [150, 150, 150, 150]
 * ```
 */
export function augmentPixels(
  images: tf.Tensor4D,
  augmentation: PixelAugmentation,
  { seed, keys }: { seed: number; keys: readonly string[] },
): tf.Tensor4D {
  checkRanges(augmentation);
  const draws = keys.map((key) =>
    drawPixelChange(augmentation, seededRandom(deriveSeed(seed, "pixels", key)))
  );
  return changePixels(images, augmentation, draws);
}

/**
 * Draws one film's change of grey levels.
 *
 * @param augmentation Ranges to draw from; one that is off takes its number from `random` all the
 *   same, so that the others' stay as they are.
 * @param random Uniform numbers in `[0, 1)`.
 * @returns The draw.
 *
 * @example
 * ```ts
 * import { drawPixelChange } from "lib/training/pixel_augmentation.ts";
 * drawPixelChange({ brightnessRange: [0.8, 1.2] }, () => 0.5).brightness; // 1
 * ```
 */
export function drawPixelChange(
  { channelShiftRange = 0, brightnessRange = [1, 1], contrastRange = 0, gammaRange = [1, 1] }:
    PixelAugmentation,
  random: () => number,
): PixelDraw {
  const within = ([from, to]: readonly [number, number]) => from + random() * (to - from);
  return {
    channelShift: within([-channelShiftRange, channelShiftRange]),
    brightness: within(brightnessRange),
    contrast: within([1 - contrastRange, 1 + contrastRange]),
    gamma: within(gammaRange),
    noiseSeed: Math.floor(random() * 2 ** 31),
  };
}

/**
 * Changes grey levels as drawn.
 *
 * @param images float32 tensor `[batch, height, width, channels]`, in `[0, 255]`.
 * @param augmentation Says what is on.
 * @param draws One a film.
 * @returns float32 tensor of the same shape, in `[0, 255]`.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { changePixels } from "lib/training/pixel_augmentation.ts";
 * const tf = await startEngine();
 * const draw = { channelShift: 0, brightness: 1, contrast: 0.5, gamma: 1, noiseSeed: 0 };
 * const film = tf.tensor4d([100, 200], [1, 1, 2, 1]);
 * changePixels(film, { contrastRange: 0.5 }, [draw]).dataSync(); // [125, 175]
 * ```
 */
export function changePixels(
  images: tf.Tensor4D,
  { channelShiftRange, brightnessRange, contrastRange, gammaRange, noise }: PixelAugmentation,
  draws: readonly PixelDraw[],
): tf.Tensor4D {
  const [, height, width, channels] = images.shape;
  const each = (key: keyof PixelDraw) =>
    tf.tensor4d(draws.map((draw) => draw[key]), [draws.length, 1, 1, 1]);
  return tf.tidy(() => {
    let x: tf.Tensor = images;
    if (channelShiftRange) {
      const film = [1, 2, 3];
      const [darkest, brightest] = [x.min(film, true), x.max(film, true)];
      x = x.add(each("channelShift")).maximum(darkest).minimum(brightest);
    }
    if (brightnessRange) x = x.mul(each("brightness")).clipByValue(0, 255);
    if (contrastRange) {
      const mean = x.mean([1, 2], true); // of each channel
      x = x.sub(mean).mul(each("contrast")).add(mean).clipByValue(0, 255);
    }
    if (gammaRange) x = x.clipByValue(0, 255).div(255).pow(each("gamma")).mul(255);
    if (noise) {
      const noises = draws.map(({ noiseSeed }) =>
        statelessRandom([height, width, channels], { seed: [noiseSeed, 0], distribution: "normal" })
      );
      x = x.add(tf.stack(noises).mul(noise)).clipByValue(0, 255);
    }
    return x.clone();
  }) as tf.Tensor4D;
}

function checkRanges(augmentation: PixelAugmentation): void {
  const { channelShiftRange = 0, contrastRange = 0, noise = 0 } = augmentation;
  const tell = (name: string, value: unknown, expected: string) => {
    throw new RangeError(`Cannot augment with ${name} ${value}: expected ${expected}`);
  };
  if (!(channelShiftRange >= 0)) tell("channelShiftRange", channelShiftRange, "a number from 0");
  if (!(noise >= 0)) tell("noise", noise, "a number from 0");
  if (!(contrastRange >= 0 && contrastRange <= 1)) {
    tell("contrastRange", contrastRange, "a number in [0, 1]");
  }
  for (const name of ["brightnessRange", "gammaRange"] as const) {
    const [from, to] = augmentation[name] ?? [1, 1];
    if (!(from >= 0 && to >= from)) tell(name, `[${from}, ${to}]`, "[least, greatest] from 0");
  }
}
