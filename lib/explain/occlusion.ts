import * as tf from "@tensorflow/tfjs";
import type { ValueGrid } from "../data/resize_values.ts";
import { checkClass } from "./evidence.ts";

/** Options of {@linkcode occlusion}. */
export interface OcclusionOptions {
  /** Height and width of the film, in pixels. */
  imageSize: readonly [number, number];
  /** Class whose probability is watched. */
  classIndex: number;
  /** Side of the grey square, as a share of the film's; squares overlap by half. @default 1/6 */
  patch?: number;
  /** Grey level of the square; the film's mean where left out. */
  grey?: number;
  /** Films at once. @default 16 */
  batchSize?: number;
  /** Stops before the next films. */
  signal?: AbortSignal;
}

/**
 * Shows how much a class's probability falls when a grey square hides a place.
 *
 * It needs no gradient and works for any network; but hiding a place also makes a film that nobody has
 * seen, and two places that say the same hide each other's loss.
 *
 * @param model Any classifier of the project.
 * @param pixels Grey levels in `[0, 255]`, `height × width`, row by row.
 * @param options Size, class and square.
 * @returns Fall of the probability for each place of the square, below 0 where it rises.
 * @throws {RangeError} Where the model has no such class, or the square is no part of the film.
 *
 * @example
 * ```ts ignore
 * import { occlusion } from "lib/explain/occlusion.ts";
 * await occlusion(model, pixels, { imageSize: [224, 224], classIndex: 0 });
 * ```
 *
 * @see Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks",
 *   https://arxiv.org/abs/1311.2901
 */
export async function occlusion(
  model: tf.LayersModel,
  pixels: Uint8Array,
  { imageSize: [height, width], classIndex, patch = 1 / 6, batchSize = 16, ...options }:
    OcclusionOptions,
): Promise<ValueGrid> {
  checkClass(model, classIndex);
  if (!(patch > 0 && patch <= 1)) {
    throw new RangeError(`Cannot hide ${patch} of a film's side: expected more than 0, at most 1`);
  }
  const grey = options.grey ?? pixels.reduce((a, b) => a + b, 0) / pixels.length;
  const [rows, columns] = [placesOf(height, patch), placesOf(width, patch)];
  const squares = rows.flatMap((row) => columns.map((column) => ({ row, column })));
  const [whole] = await ask(model, [Float32Array.from(pixels)], [height, width], classIndex);
  const values = new Float32Array(squares.length);
  for (let from = 0; from < squares.length; from += batchSize) {
    options.signal?.throwIfAborted();
    const films = squares.slice(from, from + batchSize).map(({ row, column }) => {
      const film = Float32Array.from(pixels);
      for (let y = row[0]; y < row[1]; y++) {
        film.fill(grey, y * width + column[0], y * width + column[1]);
      }
      return film;
    });
    const found = await ask(model, films, [height, width], classIndex);
    found.forEach((probability, i) => values[from + i] = whole - probability);
  }
  return { values, height: rows.length, width: columns.length };
}

/** From where to where squares go that overlap by half and together cover the side. */
function placesOf(side: number, patch: number): [number, number][] {
  const size = Math.max(1, Math.round(side * patch));
  const count = Math.max(1, Math.ceil((side - size) / (size / 2)) + 1);
  return Array.from({ length: count }, (_, i) => {
    const from = count === 1 ? 0 : Math.round(i * (side - size) / (count - 1));
    return [from, from + size];
  });
}

async function ask(
  model: tf.LayersModel,
  films: readonly Float32Array[],
  [height, width]: readonly [number, number],
  classIndex: number,
): Promise<number[]> {
  const output = tf.tidy(() => {
    const xs = tf.concat(films.map((film) => tf.tensor4d(film, [1, height, width, 1])));
    return model.apply(xs, { training: false }) as tf.Tensor2D;
  });
  const values = await output.data();
  const numOutputs = output.shape[1];
  output.dispose();
  return films.map((_, i) =>
    numOutputs > 1
      ? values[i * numOutputs + classIndex]
      : classIndex === 1
      ? values[i]
      : 1 - values[i]
  );
}
