import { join } from "@std/path";
import { createHash } from "node:crypto";
import { listFiles } from "../data/list_files.ts";
import { locateWeights, PRETRAINED_BACKBONES } from "../models/pretrained_backbones.ts";

/** Options of {@linkcode backboneWeights}. */
export interface BackboneWeightsOptions {
  /** Folder of pretrained backbones. */
  weightsDir: string;
  /** What needs them, for the message where they are missing. */
  neededBy: string;
}

/**
 * Identifies the pretrained weights of a backbone by the content of their files.
 *
 * @param name Name of the backbone.
 * @param options See {@linkcode BackboneWeightsOptions}.
 * @returns SHA-256 in hexadecimal; `""` for a backbone without pretrained weights.
 * @throws {TypeError} Where the weights are missing, saying where they belong.
 *
 * @example
 * ```ts
 * import { backboneWeights } from "lib/sweep/backbone_weights.ts";
 * await backboneWeights("phantom", { weightsDir: "nowhere", neededBy: "Nobody" }); // ""
 * ```
 */
export async function backboneWeights(
  name: string,
  { weightsDir, neededBy }: BackboneWeightsOptions,
): Promise<string> {
  if (!Object.hasOwn(PRETRAINED_BACKBONES, name)) return "";
  const { path, isThere } = await locateWeights(PRETRAINED_BACKBONES[name], weightsDir);
  if (!isThere) {
    throw new TypeError(
      `${neededBy} needs the weights of ${name}, but there is nothing at "${path}"; ` +
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
