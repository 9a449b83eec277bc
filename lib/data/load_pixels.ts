import { join } from "@std/path";
import { decodeFilm, DECODING } from "./decode_film.ts";
import { THUMBNAIL_SIZE } from "./inspect_film.ts";
import type { InspectionCache } from "./inspection_cache.ts";
import { mapParallel } from "./map_parallel.ts";
import { writeFileAtomic } from "./write_file.ts";

/** Settings of {@linkcode loadPixels}. */
export interface LoadPixelsOptions {
  /** `[height, width]`, pixels. */
  imageSize: readonly [number, number];
  /** Folder of the cache; made where it is missing. */
  cacheDir: string;
  /** Thumbnails that were made before, by the SHA-256 of their files; taken where they fit. */
  seen?: InspectionCache;
  /** Called after each film with how many are done and how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Stops before the next film; what is decoded so far stays in the cache. */
  signal?: AbortSignal;
}

/** Decoded films. */
export interface Pixels {
  /** Grey levels in `[0, 255]`, films one after the other, row by row. */
  data: Uint8Array;
  /** `[films, height, width, 1]`. */
  shape: [number, number, number, 1];
}

/**
 * Decodes films to one size, in parallel, once: each film's grey levels are kept in the cache,
 * in a file named by its content, the size and the way of decoding.
 *
 * The pixels are those of `decodeFilm`, the single film's form. Two processes may fill one cache. All
 * of them are in memory: 50 kB a film at 224×224. Thousands of films go through a frozen network in
 * chunks instead (`filmFeatures`, `loadFilmFeatures`).
 *
 * @param set The set's root, and its films' paths and SHA-256 in any order; a film may be repeated.
 * @param options Size, cache, progress and a signal to stop.
 * @returns Pixels in the films' order.
 * @throws {Error} Where a film cannot be decoded or the cache not written, naming the file.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { loadPixels } from "lib/data/load_pixels.ts";
 * import { readFilms } from "lib/data/read_films.ts";
 * const dir = await Deno.makeTempDir();
 * await Deno.mkdir(`${dir}/covid`);
 * await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .toFile(`${dir}/covid/1.png`);
 * const set = await readFilms(dir);
 * (await loadPixels(set, { imageSize: [8, 8], cacheDir: `${dir}/cache` })).shape; // [1, 8, 8, 1]
 * ```
 */
export async function loadPixels(
  set: { root: string; films: readonly { path: string; sha256: string }[] },
  { imageSize: [height, width], cacheDir, seen, onProgress, signal }: LoadPixelsOptions,
): Promise<Pixels> {
  const length = height * width;
  const data = new Uint8Array(set.films.length * length);
  const folder = join(cacheDir, `${DECODING}-${height}x${width}`);
  await mapParallel(set.films, async ({ path, sha256 }, i) => {
    const thumbnail = seen?.get(sha256)?.thumbnail;
    if (thumbnail && height === THUMBNAIL_SIZE && width === THUMBNAIL_SIZE) {
      data.set(thumbnail, i * length);
      return;
    }
    const cached = join(folder, `${sha256}.u8`);
    let pixels = await readCached(cached, length);
    if (pixels === undefined) {
      pixels = await decodeFilm(join(set.root, path), [height, width]);
      await writeFileAtomic(cached, pixels);
    }
    data.set(pixels, i * length);
  }, { onProgress, signal });
  return { data, shape: [set.films.length, height, width, 1] };
}

/** Reads a cache file; one of another length (it never is, short of a broken disk) counts as none. */
async function readCached(path: string, length: number): Promise<Uint8Array | undefined> {
  try {
    const pixels = await Deno.readFile(path);
    return pixels.length === length ? pixels : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read cached film "${path}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}
