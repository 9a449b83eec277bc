import type { Film } from "./manifest.ts";

const SIZE = 64;
const GRID = 16;
const BINS = 16;

/**
 * Averages each thumbnail to 16×16: what a film looks like from across the room. A linear model on
 * it is the floor that a network has to beat.
 *
 * @param thumbnails Grey levels of `readFilms`, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns One row of 256 means a film, `[0, 1]`, row by row.
 * @throws {RangeError} Where the length is no multiple of 64².
 *
 * @example
 * ```ts
 * import { thumbnailFeatures } from "lib/data/floor_features.ts";
 * thumbnailFeatures(new Uint8Array(64 * 64).fill(255))[0][0]; // 1
 * ```
 */
export function thumbnailFeatures(thumbnails: Uint8Array): number[][] {
  const side = SIZE / GRID;
  return filmsOf(thumbnails).map((film) => {
    const means = new Array<number>(GRID * GRID).fill(0);
    film.forEach((grey, i) => {
      const row = Math.floor(i / SIZE / side);
      means[row * GRID + Math.floor((i % SIZE) / side)] += grey / (255 * side * side);
    });
    return means;
  });
}

/**
 * Averages each thumbnail to 16×16 with the centre, 75 % of height and of width, black: only the
 * outer frame is left, without lungs. What is learned from it is no medicine.
 *
 * @param thumbnails Grey levels of `readFilms`, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns One row of 256 means a film, `[0, 1]`; the inner 12×12 are 0.
 * @throws {RangeError} Where the length is no multiple of 64².
 *
 * @example
 * ```ts
 * import { frameFeatures } from "lib/data/floor_features.ts";
 * frameFeatures(new Uint8Array(64 * 64).fill(255))[0].filter((x) => x > 0).length; // 112
 * ```
 */
export function frameFeatures(thumbnails: Uint8Array): number[][] {
  const edge = GRID / 8;
  const inside = (x: number) => x >= edge && x < GRID - edge;
  return thumbnailFeatures(thumbnails).map((means) =>
    means.map((mean, i) => inside(Math.floor(i / GRID)) && inside(i % GRID) ? 0 : mean)
  );
}

/**
 * Counts each thumbnail's grey levels in 16 bins, and gives their mean and standard deviation:
 * exposure and contrast, no shape at all.
 *
 * @param thumbnails Grey levels of `readFilms`, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns One row of 18 numbers a film, `[0, 1]`: shares of the bins, mean, standard deviation.
 * @throws {RangeError} Where the length is no multiple of 64².
 *
 * @example
 * ```ts
 * import { histogramFeatures } from "lib/data/floor_features.ts";
 * histogramFeatures(new Uint8Array(64 * 64).fill(255))[0].slice(-3); // [1, 1, 0]
 * ```
 */
export function histogramFeatures(thumbnails: Uint8Array): number[][] {
  return filmsOf(thumbnails).map((film) => {
    const shares = new Array<number>(BINS).fill(0);
    let sum = 0;
    let squares = 0;
    for (const grey of film) {
      shares[Math.floor(grey * BINS / 256)] += 1 / film.length;
      sum += grey;
      squares += grey * grey;
    }
    const mean = sum / film.length;
    const deviation = Math.sqrt(Math.max(0, squares / film.length - mean * mean));
    return [...shares, mean / 255, deviation / 255];
  });
}

/** Names of the columns of {@linkcode metadataFeatures}. */
export const METADATA_FEATURES = [
  "width",
  "height",
  "aspect",
  "log bytes",
  "bytes per pixel",
  "is jpeg",
  "is png",
] as const;

/**
 * Describes each film's published file, without opening it: size, shape and format. Sets that are
 * put together from several sources often give their classes away here.
 *
 * @param films Films with their `original…` properties.
 * @returns One row of 7 numbers a film, as `METADATA_FEATURES` names them; an unknown one is 0, so
 *   that every row is usable.
 *
 * @example
 * ```ts
 * import { metadataFeatures } from "lib/data/floor_features.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const film = makeFilm({ path: "1.png", originalWidth: 40, originalHeight: 20, originalFormat: "png" });
 * metadataFeatures([film])[0]; // [40, 20, 2, 0, 0, 0, 1]
 * ```
 */
export function metadataFeatures(
  films: readonly Pick<
    Film,
    "originalWidth" | "originalHeight" | "originalBytes" | "originalFormat"
  >[],
): number[][] {
  return films.map((film) => {
    const { originalWidth: width, originalHeight: height, originalBytes: bytes } = film;
    const numbers = [width, height, width / height, Math.log(bytes), bytes / (width * height)];
    const formats = ["jpeg", "png"].map((format) => film.originalFormat === format ? 1 : 0);
    return [...numbers.map((x) => Number.isFinite(x) ? x : 0), ...formats];
  });
}

function filmsOf(thumbnails: Uint8Array): Uint8Array[] {
  const length = SIZE * SIZE;
  if (thumbnails.length % length !== 0) {
    throw new RangeError(
      `Cannot describe thumbnails: expected whole films of ${SIZE}×${SIZE}, but found ` +
        `${thumbnails.length} grey levels`,
    );
  }
  return Array.from(
    { length: thumbnails.length / length },
    (_, i) => thumbnails.subarray(i * length, (i + 1) * length),
  );
}
