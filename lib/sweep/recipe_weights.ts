import { backboneWeights } from "./backbone_weights.ts";

/**
 * Identifies the pretrained weights that a recipe stands on, by the content of their files.
 *
 * @param recipe An experiment's id, or `<experiment>:<backbone>`.
 * @param weightsDir Folder of pretrained backbones.
 * @returns SHA-256 in hexadecimal; `""` for a recipe without pretrained weights.
 * @throws {TypeError} Where the weights are missing, saying where they belong.
 *
 * @example
 * ```ts
 * import { recipeWeights } from "lib/sweep/recipe_weights.ts";
 * await recipeWeights("frozen:phantom", "nowhere"); // ""
 * ```
 */
export async function recipeWeights(recipe: string, weightsDir: string): Promise<string> {
  const name = recipe.split(":")[1] ?? "";
  return await backboneWeights(name, { weightsDir, neededBy: `Recipe ${recipe}` });
}
