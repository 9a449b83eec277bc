import type * as tf from "@tensorflow/tfjs";
import { EXPERIMENTS } from "lib/experiments/catalogue.ts";
import { settingsOf } from "lib/experiments/experiment.ts";
import type { Task } from "lib/experiments/task.ts";
import { experimentB2 } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import type { Augmentation } from "lib/training/augmentation.ts";

/** What is profiled: the training of a network, or only its forward pass. */
export interface ProfileSubject {
  title: string;
  task: Task;
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
  batchSize: number;
  augmentation?: Augmentation;
  /** Whether the network is not trained. */
  isForward: boolean;
  /** Builds the network; the engine has been started. */
  build(): tf.LayersModel | Promise<tf.LayersModel>;
}

/**
 * Finds what stands behind an experiment's id.
 *
 * @param id Id of an experiment, or `B2`: the frozen VGG16, with random weights, since they cost the
 *   same.
 * @param profile `full` or `quick`.
 * @returns What is profiled.
 *
 * @example
 * ```ts
 * import { profileSubject } from "./profile_subject.ts";
 * profileSubject("E", "full").batchSize; // 16
 * ```
 */
export function profileSubject(id: string, profile: string): ProfileSubject {
  if (id === "B2") {
    const { task, title } = experimentB2;
    const { imageSize, scale } = settingsOf(experimentB2, profile);
    return {
      title: `${title}: VGG16's features`,
      task,
      imageSize,
      batchSize: 16, // as cachedFeatures computes them
      isForward: true,
      build: async () =>
        (await loadBackbone("vgg16-random", { weightsDir: "", imageSize, scale })).model,
    };
  }
  const experiment = EXPERIMENTS[id];
  const settings = settingsOf(experiment, profile);
  return {
    ...settings,
    title: experiment.title,
    task: experiment.task,
    isForward: false,
    build: () => experiment.buildModel(settings),
  };
}
