import { findWeights } from "../models/backbone.ts";

/**
 * Tells which backbones can be used here.
 *
 * @param weightsDir Folder of pretrained weights; it may be missing.
 * @returns Names of those whose weights are there; `phantom`, which needs none, where none are.
 *
 * @example
 * ```ts
 * import { availableBackbones } from "lib/experiments/available_backbones.ts";
 * await availableBackbones("no/such/folder"); // ["phantom"]
 * ```
 */
export async function availableBackbones(weightsDir: string): Promise<string[]> {
  const found = (await findWeights(weightsDir)).filter(({ isThere }) => isThere);
  return found.length > 0 ? found.map(({ name }) => name) : ["phantom"];
}
