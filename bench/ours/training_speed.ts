import { startEngine } from "lib/engine/start.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { fit } from "lib/training/fit.ts";
import { report } from "./report.ts";
import { pixelSum, syntheticFilms } from "./synthetic_films.ts";
import { trainingFlops } from "./training_flops.ts";

/** How long is trained; the peers' `training_speed.py` has the same numbers. */
export interface TrainingSpeedOptions {
  /** Steps before the clock starts. */
  warmUpSteps: number;
  /** Steps timed. */
  steps: number;
}

/**
 * Trains an experiment's network as written, but without augmentation, on films in memory, and
 * reports images per second; with `--gflops` on the command line, billions of operations a second.
 *
 * @param experiment Network, size of the films, batch and learning rate.
 * @param options Steps.
 *
 * @example
 * ```ts ignore
 * await trainingSpeed(experimentD, { warmUpSteps: 2, steps: 8 });
 * ```
 */
export async function trainingSpeed(
  { settings, buildModel }: Experiment,
  { warmUpSteps, steps }: TrainingSpeedOptions,
): Promise<void> {
  const { batchSize, imageSize, learningRate } = settings;
  await startEngine({ seed: 1 });
  const films = syntheticFilms({ numFilms: (warmUpSteps + steps) * batchSize, imageSize });
  const model = buildModel(settings);
  let start = NaN;
  let seconds = NaN;
  const { history } = await fit(model, films, {
    epochs: 1,
    batchSize,
    learningRate,
    seed: 1,
    onProgress: (done, total) => {
      if (done === warmUpSteps) start = performance.now();
      if (done === total) seconds = (performance.now() - start) / 1000;
    },
  });
  const imagesPerSecond = steps * batchSize / seconds;
  const gflop = trainingFlops(model) / 1e9;
  report({
    value: Deno.args.includes("--gflops") ? imagesPerSecond * gflop : imagesPerSecond,
    check: { params: model.countParams(), data: pixelSum(films), gflop, loss: history[0].loss },
  });
}
