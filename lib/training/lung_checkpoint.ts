import * as tf from "@tensorflow/tfjs";
import { randomState, restoreRandomState } from "../engine/random_state.ts";
import type { Adam } from "./adam.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

/** What an epoch came to. */
export interface LungEpoch {
  /** From 1. */
  epoch: number;
  /** Mean loss of the training films on their way through. */
  loss: number;
  /** Mean Dice of the validation films. */
  dice: number;
  seconds: number;
}

/** What a lung network's training goes on from. */
export interface LungTraining {
  /** What the training was asked to do, as text; another text is another training. */
  settings: string;
  variables: readonly tf.Variable[];
  optimizer: Adam;
  history: LungEpoch[];
  /** Weights of the best epoch so far. */
  best: tf.Tensor[];
}

/**
 * Writes where a training stands, whole or not at all.
 *
 * @param file Path of the checkpoint.
 * @param training The training, which stays the caller's.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts ignore
 * await saveLungTraining("out/checkpoint.bin", training);
 * ```
 */
export async function saveLungTraining(
  file: string,
  { settings, variables, best, optimizer, history }: LungTraining,
): Promise<void> {
  const { steps, moments } = optimizer.state();
  await writeCheckpoint<Saved>(file, {
    state: { settings, history, random: randomState(), steps },
    tensors: [...variables, ...best, ...moments],
  });
  tf.dispose(moments);
}

/**
 * Brings a training back to where it stood: weights, optimiser, history, best weights, random stream.
 * Nothing happens where there is no checkpoint, or one of another training.
 *
 * @param file Path of the checkpoint.
 * @param training The training, which is changed.
 * @throws {SyntaxError} Where the file is damaged.
 *
 * @example
 * ```ts ignore
 * await resumeLungTraining("out/checkpoint.bin", training);
 * ```
 */
export async function resumeLungTraining(file: string, training: LungTraining): Promise<void> {
  const saved = await readCheckpoint<Saved>(file);
  if (!saved) return;
  const { state, tensors } = saved;
  const { variables, optimizer } = training;
  const n = variables.length;
  if (state.settings !== training.settings || tensors.length !== 4 * n) return tf.dispose(tensors);
  variables.forEach((variable, i) => variable.assign(tensors[i]));
  training.best = tensors.slice(n, 2 * n);
  optimizer.restore({ steps: state.steps, moments: tensors.slice(2 * n) });
  training.history = state.history;
  restoreRandomState(state.random);
  tf.dispose([...tensors.slice(0, n), ...tensors.slice(2 * n)]);
}

interface Saved {
  settings: string;
  history: LungEpoch[];
  random: ReturnType<typeof randomState>;
  steps: number;
}
