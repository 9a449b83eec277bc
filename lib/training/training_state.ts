import type * as tf from "@tensorflow/tfjs";
import type { RandomState } from "../engine/random_state.ts";
import type { AdamState } from "./adam.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { HistoryRow } from "./history.ts";

/** Everything from which a training goes on exactly. */
export interface TrainingState {
  /** What the training was asked to do, as text; another text is another training. */
  settings: string;
  history: HistoryRow[];
  random: RandomState;
  weights: tf.Tensor[];
  /** Weights of the best epoch; empty where they are not kept. */
  best: tf.Tensor[];
  adam: AdamState;
}

interface Header {
  settings: string;
  history: (Omit<HistoryRow, "epoch"> | Record<string, number | null>)[];
  random: RandomState;
  steps: number;
  counts: { weights: number; best: number };
}

/**
 * Writes a training's state, whole or not at all.
 *
 * @param file Path of the checkpoint.
 * @param state The state; its tensors stay the caller's.
 * @throws {Error} Where the file cannot be written, naming it.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { saveTraining } from "lib/training/training_state.ts";
 * const tf = await startEngine();
 * const file = `${await Deno.makeTempDir()}/checkpoint.bin`;
 * await saveTraining(file, {
 *   settings: "seed 1", history: [], random: { seed: 1, draws: 0 }, weights: [tf.tensor1d([1, 2])],
 *   best: [], adam: { steps: 0, moments: [] },
 * });
 * ```
 */
export async function saveTraining(file: string, state: TrainingState): Promise<void> {
  const { settings, history, random, weights, best, adam } = state;
  await writeCheckpoint<Header>(file, {
    state: {
      settings,
      history: history.map((row) => ({ ...row })),
      random,
      steps: adam.steps,
      counts: { weights: weights.length, best: best.length },
    },
    tensors: [...weights, ...best, ...adam.moments],
  });
}

/**
 * Reads a training's state.
 *
 * @param file Path of the checkpoint.
 * @param settings What the training is asked to do.
 * @returns The state, its tensors to be disposed by the caller; `undefined` where there is none, or
 *   it belongs to a training that was asked to do something else.
 * @throws {SyntaxError} Where the file is damaged.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { restoreTraining, saveTraining } from "lib/training/training_state.ts";
 * const tf = await startEngine();
 * const file = `${await Deno.makeTempDir()}/checkpoint.bin`;
 * await saveTraining(file, {
 *   settings: "seed 1", history: [], random: { seed: 1, draws: 0 }, weights: [tf.tensor1d([1, 2])],
 *   best: [], adam: { steps: 0, moments: [] },
 * });
 * (await restoreTraining(file, "seed 1"))?.weights.length; // 1
 * await restoreTraining(file, "seed 2"); // undefined
 * ```
 */
export async function restoreTraining(
  file: string,
  settings: string,
): Promise<TrainingState | undefined> {
  const checkpoint = await readCheckpoint<Header>(file);
  if (!checkpoint) return undefined;
  const { state, tensors } = checkpoint;
  if (state.settings !== settings) {
    for (const tensor of tensors) tensor.dispose();
    return undefined;
  }
  const { weights, best } = state.counts;
  return {
    settings,
    history: state.history.map(nullsToNaN),
    random: state.random,
    weights: tensors.slice(0, weights),
    best: tensors.slice(weights, weights + best),
    adam: { steps: state.steps, moments: tensors.slice(weights + best) },
  };
}

/** JSON writes NaN as null. */
function nullsToNaN(row: Record<string, number | null>): HistoryRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value ?? NaN]),
  ) as unknown as HistoryRow;
}
