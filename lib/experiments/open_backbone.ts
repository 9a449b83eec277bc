import { type Backbone, findWeights, loadBackbone } from "../models/backbone.ts";
import { settingsOf } from "./experiment.ts";
import type { TransferExperiment } from "./transfer.ts";

/**
 * Loads the backbone for an experiment, at the experiment's size and scale.
 *
 * @param name Name of the backbone.
 * @param options The experiment, its profile, and the folder of the weights.
 * @returns The backbone; dispose its `model` after use.
 */
export async function openBackbone(
  name: string,
  { experiment, profile, weightsDir }: {
    experiment: TransferExperiment;
    profile: string;
    weightsDir: string;
  },
): Promise<Backbone> {
  const { imageSize, scale } = settingsOf(experiment, profile);
  return await loadBackbone(name, { weightsDir, imageSize, scale });
}

/**
 * Tells which backbones can be used here.
 *
 * @param weightsDir Folder of the weights; it may be missing.
 * @returns Names of those whose weights are there; `phantom`, which needs none, where none are.
 */
export async function availableBackbones(weightsDir: string): Promise<string[]> {
  const found = (await findWeights(weightsDir)).filter(({ isThere }) => isThere);
  return found.length > 0 ? found.map(({ name }) => name) : ["phantom"];
}
