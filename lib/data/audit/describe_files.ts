import type { Film } from "../manifest.ts";

/** How the published files of one class look from outside. */
export interface AuditFiles {
  className: string;
  films: number;
  /** Number of films by format. */
  formats: Record<string, number>;
  /** Number of films by source. */
  sources: Record<string, number>;
  /** Median width, pixels. */
  width: number;
  /** Median height, pixels. */
  height: number;
  /** Median of width over height. */
  aspect: number;
  /** Median size, bytes. */
  bytes: number;
  /** Mean grey level of the class's thumbnails, `[0, 255]`. */
  meanGrey: number;
  /** Mean of the thumbnails' standard deviations, `[0, 255]`. */
  contrast: number;
}

/**
 * Describes each class's files from outside: size, format, source, grey level.
 *
 * @param films The set's films.
 * @param thumbnails Their thumbnails, `[n, 64, 64]`, flat, `[0, 255]`.
 * @returns One row a class, by name; `NaN` where nothing is known.
 *
 * @example
 * ```ts
 * import { describeFiles } from "lib/data/audit/describe_files.ts";
 * import { makeFilm } from "lib/data/manifest.ts";
 * const films = [makeFilm({ path: "1.png", className: "Normal", originalWidth: 40 })];
 * describeFiles(films, new Uint8Array(64 * 64))[0].width; // 40
 * ```
 */
export function describeFiles(films: readonly Film[], thumbnails: Uint8Array): AuditFiles[] {
  const greys = thumbnailMoments(films.length, thumbnails);
  const indices = films.map((_, i) => i);
  return [...Map.groupBy(indices, (i) => films[i].className)].map(([className, of]) => {
    const members = of.map((i) => films[i]);
    return {
      className,
      films: members.length,
      formats: tally(members.map(({ originalFormat }) => originalFormat)),
      sources: tally(members.map(({ source }) => source)),
      width: median(members.map(({ originalWidth }) => originalWidth)),
      height: median(members.map(({ originalHeight }) => originalHeight)),
      aspect: median(members.map((film) => film.originalWidth / film.originalHeight)),
      bytes: median(members.map(({ originalBytes }) => originalBytes)),
      meanGrey: mean(of.map((i) => greys[i].mean)),
      contrast: mean(of.map((i) => greys[i].deviation)),
    };
  }).sort((a, b) => a.className.localeCompare(b.className, "en"));
}

/**
 * Mean and standard deviation of each thumbnail's grey levels.
 *
 * @param n Number of films.
 * @param thumbnails Their thumbnails, flat, `[0, 255]`.
 * @returns One entry a film.
 *
 * @example
 * ```ts
 * import { thumbnailMoments } from "lib/data/audit/describe_files.ts";
 * thumbnailMoments(1, new Uint8Array(64 * 64).fill(7))[0]; // { mean: 7, deviation: 0 }
 * ```
 */
export function thumbnailMoments(
  n: number,
  thumbnails: Uint8Array,
): { mean: number; deviation: number }[] {
  const length = thumbnails.length / n;
  return Array.from({ length: n }, (_, i) => {
    const greys = thumbnails.subarray(i * length, (i + 1) * length);
    const average = greys.reduce((sum, grey) => sum + grey, 0) / length;
    const variance = greys.reduce((sum, grey) => sum + (grey - average) ** 2, 0) / length;
    return { mean: average, deviation: Math.sqrt(variance) };
  });
}

function tally(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = known.length / 2;
  return known.length % 2 === 1
    ? known[Math.floor(middle)]
    : (known[middle - 1] + known[middle]) / 2;
}
