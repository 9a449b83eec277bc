import { join } from "@std/path";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import type { ValueGrid } from "../data/resize_values.ts";
import { writeFileAtomic } from "../data/write_file.ts";

/** A map of what spoke for a class on a film. */
export interface FilmMap {
  /** Path of the film in its set. */
  path: string;
  /** Class that is explained. */
  className: string;
  /** Way in which it was made, such as `occlusion`; or what was done to the network first. */
  method: string;
  /** Values in `[0, 1]`, coarse: `resizeValues` stretches them over the film. */
  map: ValueGrid;
}

/**
 * Writes a model's maps into `maps/<experiment>/seed-<n>.json`, for a notebook that runs no network.
 *
 * @param out Folder of the results.
 * @param run Experiment and seed of the model.
 * @param maps The maps; values are rounded to three digits.
 * @throws {Error} Where the file cannot be written.
 *
 * @example
 * ```ts
 * import { readFilmMaps, writeFilmMaps } from "lib/experiments/film_maps.ts";
 * const out = await Deno.makeTempDir();
 * await writeFilmMaps(out, { experiment: "E", seed: 1 }, []);
 * await readFilmMaps(out, { experiment: "E", seed: 1 }); // []
 * ```
 */
export async function writeFilmMaps(
  out: string,
  run: { experiment: string; seed: number },
  maps: readonly FilmMap[],
): Promise<void> {
  const plain = maps.map(({ map, ...film }) => ({
    ...film,
    map: { ...map, values: Array.from(map.values, (value) => Math.round(1000 * value) / 1000) },
  }));
  await writeFileAtomic(fileOf(out, run), JSON.stringify(plain) + "\n");
}

/**
 * Reads the maps that {@linkcode writeFilmMaps} wrote.
 *
 * @param out Folder of the results.
 * @param run Experiment and seed of the model.
 * @returns The maps; none where none were made.
 * @throws {SyntaxError} Where the file is damaged.
 *
 * @example
 * ```ts
 * import { readFilmMaps } from "lib/experiments/film_maps.ts";
 * await readFilmMaps(await Deno.makeTempDir(), { experiment: "E", seed: 1 }); // []
 * ```
 */
export async function readFilmMaps(
  out: string,
  run: { experiment: string; seed: number },
): Promise<FilmMap[]> {
  const text = await readTextIfThere(fileOf(out, run)) ?? "[]";
  return (JSON.parse(text) as FilmMap[]).map(({ map, ...film }) => ({
    ...film,
    map: { ...map, values: Float32Array.from(map.values) },
  }));
}

function fileOf(out: string, { experiment, seed }: { experiment: string; seed: number }): string {
  return join(out, "maps", experiment, `seed-${seed}.json`);
}
