import { join } from "@std/path";
import { loadPixels, type Pixels } from "../data/load_pixels.ts";
import { type MaskName, MASKS } from "../data/mask_films.ts";
import { cacheDir } from "../engine/native_library.ts";
import { startEngine } from "../engine/start.ts";
import type { Study } from "../experiments/study.ts";
import { loadLungNetwork } from "../models/lung_bundle.ts";
import { lungsOfFilms } from "./lungs_of_films.ts";

/** Options of {@linkcode exampleLungs}. */
export interface ExampleLungsOptions {
  /** Folder of a lung network, for films that nobody outlined. */
  lungsDir?: string;
  /** Height and width of the films, in pixels. */
  imageSize: [number, number];
}

/** A film of each class and its lungs, as `maskedFilms` shows them. */
export interface ExampleLungs {
  pixels: Pixels;
  /** `[films, height, width]`, flat, 255 inside the lungs; empty where nobody knows them. */
  lungs: Uint8Array;
  /** The films' classes. */
  labels: string[];
  /** Controls that can be shown. */
  masks: MaskName[];
}

/**
 * Picks the first training film of each class and finds its lungs.
 *
 * @param study The study.
 * @param options See {@linkcode ExampleLungsOptions}.
 * @returns Films and lungs.
 * @throws {TypeError} Where the network is missing or damaged.
 *
 * @example
 * ```ts ignore
 * import { exampleLungs } from "lib/protocol/example_lungs.ts";
 * const { pixels, ...examples } = await exampleLungs(study, { imageSize: [128, 128] });
 * maskedFilms(pixels, examples);
 * ```
 */
export async function exampleLungs(
  { set, split }: Study,
  { lungsDir, imageSize }: ExampleLungsOptions,
): Promise<ExampleLungs> {
  const train = split.filter((row) => row.split === "train");
  const labels = [...new Set(train.map(({ className }) => className))].sort();
  const films = labels.map((label) => train.find(({ className }) => className === label)!);
  const caches = { cacheDir: join(cacheDir(), "films") };
  const pixels = await loadPixels({ root: set.root, films }, { imageSize, ...caches });
  await startEngine();
  const network = lungsDir === undefined ? undefined : await loadLungNetwork(lungsDir);
  try {
    const found = await lungsOfFilms({ root: set.root, films }, { network, ...caches });
    const names = Object.keys(MASKS) as MaskName[];
    return {
      pixels,
      labels,
      lungs: await found?.masks(pixels) ?? new Uint8Array(),
      masks: names.filter((name) => found || !MASKS[name].needsLungs),
    };
  } finally {
    network?.model.dispose();
  }
}
