import { dirname, join } from "@std/path";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { loadPixels, type Pixels } from "../data/load_pixels.ts";
import { mapParallel } from "../data/map_parallel.ts";
import { maskFilms, type MaskName, MASKS } from "../data/mask_films.ts";
import type { SplitRow } from "../data/split.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import type { LungsOfFilms } from "./lungs_of_films.ts";

/** Options of {@linkcode maskedSet}. */
export interface MaskedSetOptions {
  mask: MaskName;
  /** Size of the masked films, best the one that the network takes: `[height, width]`, pixels. */
  imageSize: readonly [number, number];
  /** Where the films' lungs are, for masks of lungs. */
  lungs?: LungsOfFilms;
  /** Folder of decoded films. */
  cacheDir: string;
  /** Folder of masked films. */
  maskedDir: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** Films as a control leaves them, under the paths of the true ones. */
export interface MaskedSet {
  root: string;
  split: SplitRow[];
}

/**
 * Writes a set as a control leaves it: picture files under the same paths, so that any recipe can
 * train on them as on the true ones, and anybody can look at what it saw. Finished ones are kept.
 *
 * @param set Folder of the true films.
 * @param split Rows of the films wanted.
 * @param options See {@linkcode MaskedSetOptions}.
 * @returns The masked films' folder, and the same rows with the masked files' SHA-256.
 * @throws {RangeError} Where the mask needs lungs and there are none.
 * @throws {Error} Where a film cannot be read, or the folder not be written.
 *
 * @example
 * ```ts ignore
 * import { maskedSet } from "lib/protocol/masked_set.ts";
 * const masked = await maskedSet(set, split, {
 *   mask: "frame-only",
 *   imageSize: [224, 224],
 *   cacheDir,
 *   maskedDir,
 * });
 * await crossValidate(frozenRecipe(experiment, { set: masked, ...rest }), masked);
 * ```
 */
export async function maskedSet(
  set: { root: string },
  split: readonly SplitRow[],
  { mask, imageSize, lungs, cacheDir, maskedDir, onProgress, signal }: MaskedSetOptions,
): Promise<MaskedSet> {
  const key = createHash("sha256").update(JSON.stringify([
    VERSION,
    MASKS[mask].needsLungs ? lungs?.fingerprint : "",
    split.map(({ path, sha256 }) => [path, sha256]),
  ])).digest("hex").slice(0, 16);
  const root = join(maskedDir, `${mask}-${imageSize.join("x")}-${key}`);
  const list = join(root, "films.json");
  const known = await Deno.readTextFile(list).then(JSON.parse, () => undefined);
  const hashes: string[] = known ?? await writeMasked();
  if (!known) await writeFileAtomic(list, JSON.stringify(hashes));
  return { root, split: split.map((row, i) => ({ ...row, sha256: hashes[i] })) };

  async function writeMasked(): Promise<string[]> {
    const pixels = await loadPixels({ root: set.root, films: split }, {
      imageSize,
      cacheDir,
      signal,
    });
    const masked = maskFilms(pixels, mask, await lungs?.masks(pixels));
    return await mapParallel(split, async ({ path }, i) => {
      const bytes = await png(masked, i);
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeFile(join(root, path), bytes);
      return createHash("sha256").update(bytes).digest("hex");
    }, {
      onProgress: (done, total) => onProgress?.(done, total, `${mask}: films masked`),
      signal,
    });
  }
}

/** Changes where masks are made in another way. */
const VERSION = 2;

async function png({ data, shape: [, height, width] }: Pixels, i: number): Promise<Uint8Array> {
  const film = data.subarray(i * height * width, (i + 1) * height * width);
  const raw = { width, height, channels: 1 as const };
  return await sharp(film, { raw }).toColourspace("b-w").png({ compressionLevel: 3 }).toBuffer();
}
