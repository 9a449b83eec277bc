import * as tf from "@tensorflow/tfjs";
import { checkFilm, type FilmLook } from "../data/gate.ts";
import { temper } from "../evaluation/temperature.ts";
import type { ModelBundle } from "./open_bundle.ts";

/** A decoded film. */
export interface FilmPixels {
  /** Grey levels in `[0, 255]`, of the model's size, row by row. */
  pixels: Uint8Array;
  /** What the model's gate looks at. */
  look: FilmLook;
}

/** What a model says of one film. */
export interface FilmAnswer {
  /**
   * The class called: the likeliest, or by the model's threshold where there are two; `undefined`
   * where the model abstains.
   */
  className: string | undefined;
  /**
   * Probability of each class, in `[0, 1]`, in the order of the model's classes; the models' mean
   * where there are several. Not to be shown where the model abstains. `NaN` where the film was not
   * decoded.
   */
  probabilities: number[];
  /** Least and greatest probability of each class, where several models answer. */
  range: [number, number][] | undefined;
  /** Why the model abstains, in words; nothing where it answers. */
  abstained: string[];
}

/**
 * Asks a model, or several of the same classes and size, about a film. Not for diagnosis.
 *
 * Each film goes through the network by itself: what is said of it never depends on other films.
 *
 * @param bundles One model or more.
 * @param film The film.
 * @returns The answer.
 * @throws {RangeError} Where the film is of another size, or the models differ in classes or size.
 *
 * @example
 * ```ts ignore
 * import { answerFilm, type FilmPixels } from "lib/models/answer_film.ts";
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * declare const film: FilmPixels;
 * const bundle = await loadBundle("outputs/phantom-quick/experiments/C/seed-1/model");
 * (await answerFilm([bundle], film)).className; // "Normal"
 * ```
 */
export async function answerFilm(
  bundles: readonly ModelBundle[],
  { pixels, look }: FilmPixels,
): Promise<FilmAnswer> {
  checkAlike(bundles);
  const { classNames } = bundles[0].info;
  const abstained = bundles.map(({ info: { gate } }) => gate ? checkFilm(gate, look) : [])
    .find((reasons) => reasons.length > 0) ?? [];
  const answers: number[][] = [];
  for (const bundle of bundles) answers.push(await probabilitiesOf(bundle, pixels));
  const ofClass = classNames.map((_, k) => answers.map((row) => row[k]));
  const probabilities = ofClass.map(mean);
  const threshold = mean(bundles.map(({ info }) => info.threshold));
  return {
    className: abstained.length > 0
      ? undefined
      : callClass(probabilities, { classNames, threshold }),
    probabilities,
    range: bundles.length > 1
      ? ofClass.map((all) => [Math.min(...all), Math.max(...all)])
      : undefined,
    abstained,
  };
}

/**
 * Calls a class.
 *
 * @param probabilities One a class.
 * @param options `classNames`; with two classes, `threshold`, the second's probability from which on
 *   it is called.
 * @returns Name of the class.
 *
 * @example
 * ```ts
 * import { callClass } from "lib/models/answer_film.ts";
 * callClass([0.6, 0.4], { classNames: ["Normal", "COVID-19"], threshold: 0.3 }); // "COVID-19"
 * ```
 */
export function callClass(
  probabilities: readonly number[],
  { classNames, threshold }: { classNames: readonly string[]; threshold: number },
): string {
  const index = classNames.length === 2
    ? Number(probabilities[1] >= threshold)
    : probabilities.indexOf(Math.max(...probabilities));
  return classNames[index];
}

async function probabilitiesOf({ model, info }: ModelBundle, pixels: Uint8Array) {
  const [height, width] = info.preprocessing.imageSize;
  if (pixels.length !== height * width) {
    throw new RangeError(
      `Cannot judge a film of ${pixels.length} pixels: the model expects ${height} × ${width}`,
    );
  }
  const output = tf.tidy(() => {
    const xs = tf.tensor4d(Float32Array.from(pixels), [1, height, width, 1]);
    return model.apply(xs, { training: false }) as tf.Tensor2D;
  });
  const values = await output.data();
  output.dispose();
  const row = values.length === 1 ? [1 - values[0], values[0]] : [...values];
  return temper(row, info.temperature);
}

function checkAlike(bundles: readonly ModelBundle[]): void {
  const kinds = new Set(
    bundles.map(({ info }) => JSON.stringify([info.classNames, info.preprocessing])),
  );
  if (kinds.size === 1) return;
  throw new RangeError(
    kinds.size === 0
      ? "Cannot judge a film without a model"
      : "Cannot ask models of different classes, sizes or decoding together",
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
