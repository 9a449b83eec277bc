import type * as tf from "@tensorflow/tfjs";
import type { Augmentation } from "../training/augmentation.ts";
import type { MonitorOptions } from "../training/monitor.ts";
import type { Task } from "./task.ts";

/** Numbers of a training; `quick` and improved experiments change numbers, never code. */
export interface Settings {
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  epochs: number;
  batchSize: number;
  /** Adam's learning rate, that of the first epoch. */
  learningRate: number;
  /** How the rate goes on. @default "constant" */
  schedule?: "constant" | "cosine";
  /** Whether rare classes count as much as frequent ones. @default false */
  balanceClasses?: boolean;
  augmentation?: Augmentation;
  /** Watches validation films, which are then held out of the training. */
  monitor?: MonitorOptions;
}

/** One experiment of a reference project: which films, which network, which training. */
export interface Experiment {
  /** Short name, as in `results.csv`. */
  id: string;
  /** What is told apart, and how. */
  title: string;
  task: Task;
  settings: Settings;
  /** What the quick profile changes. */
  quick: Partial<Settings>;
  /** Builds the network, its weights drawn from the engine's seeded stream. */
  buildModel(settings: Settings): tf.LayersModel;
}

/**
 * Picks the numbers of a profile.
 *
 * @param experiment The experiment.
 * @param profile `full`: as written; `quick`: smaller, to see everything run.
 * @returns The settings.
 * @throws {RangeError} Where the profile is unknown.
 *
 * @example
 * ```ts
 * import { settingsOf } from "lib/experiments/experiment.ts";
 * import { experimentA } from "lib/experiments/experiment_a.ts";
 * settingsOf(experimentA, "full").epochs; // 16
 * ```
 */
export function settingsOf<T>(
  experiment: { settings: T; quick: Partial<T> },
  profile: string,
): T {
  if (profile === "full") return experiment.settings;
  if (profile === "quick") return { ...experiment.settings, ...experiment.quick };
  throw new RangeError(`Unknown profile "${profile}": expected "quick" or "full"`);
}

/**
 * The same network trained with more care: some films are held out of the training to watch it,
 * its best epoch is kept, rare classes count as much as frequent ones, and the learning rate falls.
 *
 * @param experiment The experiment as written.
 * @param changes Settings that change, in the full and in the quick profile.
 * @returns An experiment whose id ends in `+`.
 *
 * @example
 * ```ts
 * import { improve } from "lib/experiments/experiment.ts";
 * import { experimentA } from "lib/experiments/experiment_a.ts";
 * improve(experimentA, { settings: { epochs: 40 }, quick: {} }).id; // "A+"
 * ```
 */
export function improve(
  experiment: Experiment,
  { settings, quick }: { settings: Partial<Settings>; quick: Partial<Settings> },
): Experiment {
  return {
    ...experiment,
    id: `${experiment.id}+`,
    title: `${experiment.title}, trained with care`,
    settings: {
      ...experiment.settings,
      schedule: "cosine",
      balanceClasses: true,
      monitor: { monitor: "valLoss", restoreBest: true },
      ...settings,
    },
    quick: { ...experiment.quick, ...quick },
  };
}
