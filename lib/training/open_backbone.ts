import { type Backbone, loadBackbone, type LoadBackboneOptions } from "../models/backbone.ts";
import { PRETRAINED_BACKBONES } from "../models/pretrained_backbones.ts";
import { phantomBackbone } from "./phantom_backbone.ts";

/** Options of {@linkcode openBackbone}. */
export interface OpenBackboneOptions extends LoadBackboneOptions {
  /** Folder in which `phantom` is kept once it is trained. */
  cacheDir: string;
  /** Called while `phantom` is made. */
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Names of all backbones: those with ImageNet weights, `phantom`, which the project trains itself,
 * and `vgg16-random`, for timing and checks only.
 */
export const BACKBONE_NAMES: readonly string[] = [
  ...Object.keys(PRETRAINED_BACKBONES),
  "phantom",
  "vgg16-random",
];

/**
 * Checks the name of a backbone before anything is done with it.
 *
 * @param name The name.
 * @throws {RangeError} Where it is none of {@linkcode BACKBONE_NAMES}.
 *
 * @example
 * ```ts
 * import { checkBackboneName } from "lib/training/open_backbone.ts";
 * checkBackboneName("mobilenet-v1");
 * ```
 */
export function checkBackboneName(name: string): void {
  if (BACKBONE_NAMES.includes(name)) return;
  throw new RangeError(
    `Unknown backbone "${name}": expected one of ${BACKBONE_NAMES.join(", ")}`,
  );
}

/**
 * Opens any backbone by its name.
 *
 * @param name One of {@linkcode BACKBONE_NAMES}.
 * @param options See {@linkcode OpenBackboneOptions}.
 * @returns The backbone; dispose its `model` after use.
 * @throws {RangeError} Where the name is unknown, or `phantom` is asked for scaled otherwise than
 *   `unit`.
 * @throws {TypeError} Where the weights are missing or damaged.
 *
 * @example
 * ```ts ignore
 * import { openBackbone } from "lib/training/open_backbone.ts";
 * const backbone = await openBackbone("mobilenet-v1", {
 *   weightsDir: "data/weights",
 *   cacheDir: "cache/backbones",
 * });
 * ```
 */
export async function openBackbone(name: string, options: OpenBackboneOptions): Promise<Backbone> {
  if (!BACKBONE_NAMES.includes(name)) {
    throw new RangeError(
      `Cannot open backbone "${name}": expected one of ${BACKBONE_NAMES.join(", ")}`,
    );
  }
  if (name !== "phantom") return await loadBackbone(name, options);
  if (options.scale !== undefined && options.scale !== "unit") {
    throw new RangeError(
      `Cannot feed the phantom backbone "${options.scale}" pixels: it is "unit"`,
    );
  }
  // One network for all runs: its seed is not the run's.
  return await phantomBackbone({ ...options, seed: 0 });
}
