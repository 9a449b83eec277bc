import { createHash } from "node:crypto";
import { largestParts } from "../data/largest_parts.ts";
import type { Pixels } from "../data/load_pixels.ts";
import { findLungMasks, loadLungMasks } from "../data/lung_masks.ts";
import type { LungNetwork } from "../models/lung_bundle.ts";
import { lungProbabilities } from "../training/lung_probabilities.ts";

/** Where the lungs of films are, and who says so. */
export interface LungsOfFilms {
  /** How many films' lungs somebody outlined, and how many the network did. */
  sources: { outlined: number; network: number };
  /** Identifies outlines and network. */
  fingerprint: string;
  /**
   * Reads or computes the films' lungs.
   *
   * @param pixels The films' pixels, in the films' order.
   * @returns `[films, height, width]`, flat: 255 inside, 0 outside.
   */
  masks(pixels: Pixels): Promise<Uint8Array>;
}

/** Options of {@linkcode lungsOfFilms}. */
export interface LungsOfFilmsOptions {
  /** Network for films that nobody outlined. */
  network?: LungNetwork;
  /** Folder of decoded films; outlines are kept there too. */
  cacheDir: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/**
 * Finds the lungs of films: the outlines that the set brings along, and the network's for all others,
 * of which the two largest parts count.
 *
 * @param set Folder and films, in order.
 * @param options See {@linkcode LungsOfFilmsOptions}.
 * @returns Where the lungs are; `undefined` where a film has no outline and there is no network.
 * @throws {Error} Where an outline cannot be read.
 *
 * @example
 * ```ts ignore
 * import { lungsOfFilms } from "lib/protocol/lungs_of_films.ts";
 * const lungs = await lungsOfFilms(set, { network, cacheDir });
 * lungs?.sources; // { outlined: 0, network: 317 }
 * ```
 */
export async function lungsOfFilms(
  set: { root: string; films: readonly { path: string; sha256: string }[] },
  { network, cacheDir, onProgress, signal }: LungsOfFilmsOptions,
): Promise<LungsOfFilms | undefined> {
  const found = await findLungMasks(set);
  const rest = set.films.length - found.length;
  if (rest > 0 && !network) return undefined;
  const fingerprint = createHash("sha256").update(JSON.stringify([
    found.map(({ film, sha256 }) => [film, sha256]),
    rest > 0 ? network!.fingerprint : "",
  ])).digest("hex");
  return {
    sources: { outlined: found.length, network: rest },
    fingerprint,
    async masks(pixels) {
      const [, height, width] = pixels.shape;
      const size = height * width;
      const masks = new Uint8Array(pixels.data.length);
      if (rest > 0) {
        const lungs = await lungProbabilities(pixels, {
          network: network!,
          cacheDir,
          onProgress: (done, total) => onProgress?.(done, total, "lungs outlined"),
          signal,
        });
        for (let start = 0; start < lungs.length; start += size) {
          const found = lungs.subarray(start, start + size).map((value) => Number(value >= 128));
          masks.set(largestParts(found, { height, width }), start);
        }
      }
      const outlines = await loadLungMasks(set.root, found, {
        imageSize: [height, width],
        cacheDir,
        signal,
      });
      const places = new Map(set.films.map(({ path }, i) => [path, i]));
      found.forEach(({ film }, i) =>
        masks.set(outlines.subarray(i * size, (i + 1) * size), places.get(film)! * size)
      );
      return masks;
    },
  };
}
