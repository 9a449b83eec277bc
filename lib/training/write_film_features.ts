import { basename, dirname, join } from "@std/path";
import { createHash } from "node:crypto";
import { DECODING } from "../data/decode_film.ts";
import type { FeatureFilm } from "../data/feature_table.ts";
import { readFeatureAbout } from "../data/read_feature_table.ts";
import { writeFeatureTable } from "../data/write_feature_table.ts";
import { featuresKey, filmFeatures, type FilmFeaturesOptions } from "./film_features.ts";

/** Options of {@linkcode writeFilmFeatures}. */
export interface WriteFilmFeaturesOptions extends Omit<FilmFeaturesOptions, "piecesDir"> {
  /** Which of the set's films, from 0: the first, and the one behind the last; all where left out. */
  range?: readonly [start: number, end: number];
}

/**
 * Writes the features of a set's films, or of a range of them, into a Parquet file.
 *
 * A unit of work: where the file is there already, of the same films, network and settings, nothing
 * is done. Stopped or killed, it goes on at the chunk where it was; until it is finished, chunks lie
 * in a hidden folder beside the file. Files of several ranges in one folder are read as one table.
 *
 * @param file Parquet file to write (`writeFeatureTable` says what is in it).
 * @param set Folder, name and films, in the order that the range counts by.
 * @param options See {@linkcode WriteFilmFeaturesOptions}.
 * @returns How many films the file holds, and whether it was there before.
 * @throws {RangeError} Where the range holds no film of the set.
 *
 * @example
 * ```ts ignore
 * import { writeFilmFeatures } from "lib/training/write_film_features.ts";
 * const range = [0, 5000] as const;
 * await writeFilmFeatures("features/0-5000.parquet", set, { backbone, range });
 * ```
 */
export async function writeFilmFeatures(
  file: string,
  set: { root: string; name: string; films: readonly FeatureFilm[] },
  { range = [0, Infinity], ...options }: WriteFilmFeaturesOptions,
): Promise<{ numFilms: number; wasThere: boolean }> {
  const { backbone, layer = backbone.featureLayer } = options;
  const [start, end] = [range[0], Math.min(range[1], set.films.length)];
  const films = set.films.slice(start, end);
  if (!(start >= 0) || films.length === 0) {
    throw new RangeError(
      `Cannot take the features of films ${range.join(":")}: the set has ${set.films.length}`,
    );
  }
  const content = contentKey(films, options);
  if ((await readFeatureAbout(file))?.content === content) {
    return { numFilms: films.length, wasThere: true };
  }
  const piecesDir = join(dirname(file), `.${basename(file)}.pieces`);
  const part = { root: set.root, films };
  // All chunks first: a kill then finds no half-written table, which nobody would clear away.
  const chunks = filmFeatures(part, { ...options, piecesDir });
  while (!(await chunks.next()).done);
  const portions = filmFeatures(part, { ...options, piecesDir, onProgress: undefined });
  await writeFeatureTable(file, portions, {
    numFeatures: backbone.model.getLayer(layer).outputShape.at(-1) as number,
    about: {
      backbone: backbone.name,
      weights: backbone.fingerprint,
      licence: backbone.licence,
      layer,
      pooling: "average",
      image_size: backbone.imageSize.join("x"),
      scale: backbone.scale,
      decoding: DECODING,
      source: set.name,
      range: `${start}:${end} of ${set.films.length}`,
      content,
    },
  });
  await Deno.remove(piecesDir, { recursive: true }).catch(() => {});
  return { numFilms: films.length, wasThere: false };
}

/** Also another class or group of a film is another content. */
function contentKey(films: readonly FeatureFilm[], options: FilmFeaturesOptions): string {
  const rows = films.map(({ path, className, split, group }) => [path, className, split, group]);
  const text = JSON.stringify([featuresKey(films, options), rows]);
  return createHash("sha256").update(text).digest("hex");
}
