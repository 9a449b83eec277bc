import * as tf from "@tensorflow/tfjs";
import { overlap } from "../evaluation/dice.ts";
import { breathe } from "./breathe.ts";
import { toBatches } from "./examples.ts";

/** Films with their lungs outlined. */
export interface OutlinedFilms {
  /** Grey levels, `[films, height, width]`, flat. */
  films: Uint8Array;
  /** 255 inside the lungs and 0 outside, in the same layout. */
  masks: Uint8Array;
}

/**
 * Outlines films and compares with the true outlines.
 *
 * @param model The network.
 * @param films Films with their true outlines.
 * @param options A signal to stop between batches.
 * @returns Means of the films' Dice and IoU, and each film's, `NaN` where a film has no lungs at all.
 *
 * @example
 * ```ts ignore
 * const { dice } = await meanOverlap(model, heldOut);
 * ```
 */
export async function meanOverlap(
  model: tf.LayersModel,
  { films, masks }: OutlinedFilms,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ dice: number; iou: number; dices: number[]; ious: number[] }> {
  const size = sizeOf(model);
  const dices: number[] = [], ious: number[] = [];
  for (const batch of toBatches(filmIndices(films, model), 16)) {
    await breathe(signal);
    const found = tf.tidy(() =>
      (model.apply(filmTensor(films, batch, model)) as tf.Tensor).greaterEqual(0.5).dataSync()
    );
    batch.forEach((index, i) => {
      const truth = masks.subarray(index * size, (index + 1) * size);
      const { dice, iou } = overlap(truth, found.subarray(i * size, (i + 1) * size));
      dices.push(dice);
      ious.push(iou);
    });
  }
  return { dice: mean(dices), iou: mean(ious), dices, ious };
}

/**
 * Puts some films, or some outlines, into one tensor.
 *
 * @param values `[films, height, width]`, flat.
 * @param indices Which films.
 * @param model The network, for the films' size.
 * @returns float32 tensor `[indices.length, height, width, 1]`, to be disposed by the caller.
 *
 * @example
 * ```ts ignore
 * filmTensor(films.masks, [0, 3], model).shape; // [2, 128, 128, 1]
 * ```
 */
export function filmTensor(
  values: Uint8Array,
  indices: readonly number[],
  model: tf.LayersModel,
): tf.Tensor4D {
  const [, height, width] = model.inputs[0].shape as number[];
  const size = height * width;
  const taken = new Float32Array(indices.length * size);
  indices.forEach((index, i) => {
    for (let j = 0; j < size; j++) taken[i * size + j] = values[index * size + j];
  });
  return tf.tensor4d(taken, [indices.length, height, width, 1]);
}

/**
 * Numbers the films of a flat array.
 *
 * @param values `[films, height, width]`, flat.
 * @param model The network, for the films' size.
 * @returns From 0 on.
 *
 * @example
 * ```ts ignore
 * filmIndices(films.films, model).length; // as many as there are films
 * ```
 */
export function filmIndices(values: Uint8Array, model: tf.LayersModel): number[] {
  return Array.from({ length: values.length / sizeOf(model) }, (_, i) => i);
}

/**
 * Checks that films and outlines are of the network's size.
 *
 * @param model The network.
 * @param films Films and outlines.
 * @throws {RangeError} Where they are not, or there are none.
 *
 * @example
 * ```ts ignore
 * checkOutlined(model, films);
 * ```
 */
export function checkOutlined(model: tf.LayersModel, { films, masks }: OutlinedFilms): void {
  const size = sizeOf(model);
  if (films.length === 0 || films.length % size !== 0 || masks.length !== films.length) {
    throw new RangeError(
      `Cannot train on outlined films: expected as many pixels of films as of masks, ${size} a ` +
        `film, but found ${films.length} and ${masks.length}`,
    );
  }
}

function sizeOf(model: tf.LayersModel): number {
  const [, height, width] = model.inputs[0].shape as number[];
  return height * width;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
