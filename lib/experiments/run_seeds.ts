import { join } from "@std/path";
import { cacheDir } from "../engine/native_library.ts";
import { openBackbone } from "../training/open_backbone.ts";
import { type Experiment, settingsOf } from "./experiment.ts";
import type { FinishedRun } from "./run.ts";
import { runExperiment, type RunExperimentOptions } from "./run_experiment.ts";
import { runTransfer } from "./run_transfer.ts";
import type { TransferExperiment } from "./transfer.ts";

/** Options of {@linkcode runSeeds}: those of one run, but for seed and cache. */
export interface RunSeedsOptions
  extends Omit<RunExperimentOptions, "seed" | "cacheDir" | "changes"> {
  /** Seeds of the trainings. */
  seeds: readonly number[];
}

/**
 * Runs experiments with several seeds each, one after the other.
 *
 * @param experiments What to run.
 * @param options See {@linkcode RunSeedsOptions}.
 * @returns The runs: all seeds of the first experiment, then of the second.
 * @throws {RangeError} Where the data lacks a class of an experiment.
 *
 * @example
 * ```ts ignore
 * import { EXPERIMENTS } from "lib/experiments/catalogue.ts";
 * import { runSeeds } from "lib/experiments/run_seeds.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const options = { ...study, seeds: [1, 2, 3], profile: "quick" };
 * (await runSeeds([EXPERIMENTS.A, EXPERIMENTS["A+"]], options)).length; // 6
 * ```
 */
export async function runSeeds(
  experiments: readonly Experiment[],
  options: RunSeedsOptions,
): Promise<FinishedRun[]> {
  const runs = [];
  for (const experiment of experiments) {
    for (const seed of options.seeds) {
      runs.push(await runExperiment(experiment, { ...options, ...caches(), seed }));
    }
  }
  return runs;
}

/**
 * Runs an experiment on one backbone with several seeds.
 *
 * @param experiment What to run.
 * @param options Name of the backbone, folder of the weights, and {@linkcode RunSeedsOptions}.
 * @returns One run a seed.
 * @throws {RangeError} Where the backbone is unknown, or the data lacks a class of the task.
 * @throws {TypeError} Where the backbone's weights are missing or damaged.
 *
 * @example
 * ```ts ignore
 * import { runTransferSeeds } from "lib/experiments/run_seeds.ts";
 * import { openStudy } from "lib/experiments/study.ts";
 * import { frozenBackbone } from "lib/experiments/transfer.ts";
 * const study = await openStudy("outputs/phantom-quick");
 * const options = { ...study, name: "phantom", weightsDir: "", seeds: [1], profile: "quick" };
 * (await runTransferSeeds(frozenBackbone, options))[0].run.model; // "phantom"
 * ```
 */
export async function runTransferSeeds(
  experiment: TransferExperiment,
  { name, weightsDir, ...options }: RunSeedsOptions & { name: string; weightsDir: string },
): Promise<FinishedRun[]> {
  const { imageSize, scale } = settingsOf(experiment, options.profile);
  const backbone = await openBackbone(name, {
    ...options,
    weightsDir,
    imageSize,
    scale,
    cacheDir: join(cacheDir(), "backbones"),
  });
  try {
    const runs = [];
    for (const seed of options.seeds) {
      runs.push(await runTransfer(experiment, { ...options, ...caches(), backbone, seed }));
    }
    return runs;
  } finally {
    backbone.model.dispose();
  }
}

/** Decoded films and features are kept in the user's cache, shared by all clones. */
function caches(): { cacheDir: string; featuresDir: string } {
  return { cacheDir: join(cacheDir(), "films"), featuresDir: join(cacheDir(), "features") };
}
