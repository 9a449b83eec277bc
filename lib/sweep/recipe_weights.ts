import { join } from "@std/path";
import { createHash } from "node:crypto";
import { listFiles } from "../data/list_files.ts";
import { locateWeights, PRETRAINED_BACKBONES } from "../models/pretrained_backbones.ts";

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
  if (!Object.hasOwn(PRETRAINED_BACKBONES, name)) return "";
  const { path, isThere } = await locateWeights(PRETRAINED_BACKBONES[name], weightsDir);
  if (!isThere) {
    throw new TypeError(
      `Recipe ${recipe} needs the weights of ${name}, but there is nothing at "${path}"; ` +
        "put them there, or name another folder with CXR_WEIGHTS or --weights",
    );
  }
  const hash = createHash("sha256");
  const isFolder = (await Deno.stat(path)).isDirectory;
  for (const file of isFolder ? await listFiles(path) : [{ path: "" }]) {
    hash.update(`${file.path}\n`).update(await Deno.readFile(join(path, file.path)));
  }
  return hash.digest("hex");
}
