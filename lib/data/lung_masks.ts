import { dirname, join } from "@std/path";
import { createHash } from "node:crypto";
import { loadPixels, type LoadPixelsOptions } from "./load_pixels.ts";
import { mapParallel } from "./map_parallel.ts";

/** Name of the folder with outlines of lungs, beside the films. */
const FOLDER = "lung-masks";

/** A film and the file in which its lungs are outlined. */
export interface LungMaskFile {
  /** The film's path relative to the set's root. */
  film: string;
  /** The mask's path relative to the set's root: white lungs on black. */
  path: string;
  /** SHA-256 of the mask's file, in hex. */
  sha256: string;
}

/**
 * Finds the outlines of lungs that a set brings along: a folder `lung-masks` beside the films or in
 * a folder above them, with a PNG file under each film's path (`lung-masks/train/normal/1.png`) or
 * under its name alone (`lung-masks/1.png`). They may be missing for any film.
 *
 * @param set The set's root, and its films' paths relative to it.
 * @returns The masks found, in the films' order.
 * @throws {Error} Where a mask cannot be read.
 *
 * @example
 * ```ts
 * import { findLungMasks } from "lib/data/lung_masks.ts";
 * const root = await Deno.makeTempDir();
 * await Deno.mkdir(`${root}/lung-masks`);
 * await Deno.writeTextFile(`${root}/lung-masks/1.png`, "");
 * const found = await findLungMasks({ root, films: [{ path: "normal/1.jpg" }] });
 * found[0].path; // "lung-masks/1.png"
 * ```
 */
export async function findLungMasks(
  set: { root: string; films: readonly { path: string }[] },
): Promise<LungMaskFile[]> {
  const known = new Map<string, Promise<Set<string>>>();
  const filesIn = (folder: string) => {
    if (!known.has(folder)) known.set(folder, namesIn(join(set.root, folder)));
    return known.get(folder)!;
  };
  const found = await mapParallel(
    set.films,
    async ({ path }): Promise<LungMaskFile | undefined> => {
      for (const candidate of candidates(path)) {
        const names = await filesIn(dirname(candidate));
        if (!names.has(candidate.slice(dirname(candidate).length + 1))) continue;
        const bytes = await Deno.readFile(join(set.root, candidate));
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        return { film: path, path: candidate, sha256 };
      }
      return undefined;
    },
    {},
  );
  return found.filter((mask) => mask !== undefined);
}

/**
 * Reads masks at the size of the films' pixels; they are stretched as the films are.
 *
 * @param root The set's root.
 * @param masks Masks that {@linkcode findLungMasks} found.
 * @param options Size, cache, progress and a signal to stop.
 * @returns `[masks, height, width]`, flat: 255 inside the lungs, 0 outside.
 * @throws {Error} Where a mask cannot be decoded, naming the file.
 *
 * @example
 * ```ts ignore
 * import { findLungMasks, loadLungMasks } from "lib/data/lung_masks.ts";
 * const masks = await findLungMasks(set);
 * const pixels = await loadLungMasks(set.root, masks, { imageSize: [128, 128], cacheDir });
 * ```
 */
export async function loadLungMasks(
  root: string,
  masks: readonly LungMaskFile[],
  options: LoadPixelsOptions,
): Promise<Uint8Array> {
  const { data } = await loadPixels({ root, films: masks }, options);
  return data.map((grey) => grey >= 128 ? 255 : 0);
}

/** Where a film's mask may lie, the likeliest first: from its own folder upwards. */
function candidates(path: string): string[] {
  const stem = path.replace(/\.[^./]+$/, "");
  const parts = stem.split("/");
  const places = parts.map((_, i) => i).reverse(); // how many folders lie above lung-masks
  const at = (above: number, name: string) => [...parts.slice(0, above), FOLDER, name].join("/");
  return [
    ...places.map((above) => at(above, `${parts.slice(above).join("/")}.png`)),
    ...places.map((above) => at(above, `${parts.at(-1)}.png`)),
  ];
}

async function namesIn(folder: string): Promise<Set<string>> {
  const names = new Set<string>();
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) if (isFile) names.add(name);
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isNone) throw error;
  }
  return names;
}
