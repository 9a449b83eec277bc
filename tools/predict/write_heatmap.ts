import { basename, join } from "@std/path";
import { decodeFilm, readFilmHeader } from "lib/data/decode_film.ts";
import { resizeValues } from "lib/data/resize_values.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { heatmapPicture } from "lib/display/heatmap_picture.ts";
import { gradCam } from "lib/explain/grad_cam.ts";
import type { FilmAnswer } from "lib/models/answer_film.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import type { ModelBundle } from "lib/models/open_bundle.ts";

/** Longest side of the film in the picture, pixels. */
const SIDE = 480;

/**
 * Writes a picture of where the network saw what speaks for its answer.
 *
 * @param dir Folder to write into; the picture is named like the film, with `.heatmap.png`.
 * @param options The film's path, what was answered, and the models, whose maps are averaged.
 * @returns Path of the picture.
 * @throws {Error} Where it cannot be written, naming it.
 *
 * @example
 * ```ts ignore
 * import { writeHeatmap } from "./write_heatmap.ts";
 * declare const options: Parameters<typeof writeHeatmap>[1];
 * await writeHeatmap("maps", options); // "maps/film.png.heatmap.png"
 * ```
 */
export async function writeHeatmap(
  dir: string,
  { film, answer, bundles, name = basename(film) }: {
    film: string;
    answer: FilmAnswer;
    bundles: readonly ModelBundle[];
    name?: string;
  },
): Promise<string> {
  const { classNames, preprocessing: { imageSize }, id } = bundles[0].info;
  const bytes = await Deno.readFile(film);
  const pixels = await decodeFilm(bytes, imageSize);
  const classIndex = classNames.indexOf(answer.className!);
  const maps = [];
  for (const { model } of bundles) {
    maps.push(await gradCam(model, pixels, { imageSize, classIndex }));
  }
  const { width, height } = await readFilmHeader(bytes);
  const scale = SIDE / Math.max(width, height);
  const size = [height, width].map((side) => Math.max(1, Math.round(side * scale)));
  const shown = { height: size[0], width: size[1] };
  const grids = maps.map((map) => resizeValues(map, shown).values);
  const mean = grids[0].map((_, i) => grids.reduce((sum, grid) => sum + grid[i], 0) / grids.length);
  const probability = (100 * answer.probabilities[classIndex]).toFixed(1);
  const file = join(dir, `${name}.heatmap.png`);
  await writeFileAtomic(
    file,
    heatmapPicture({
      film: { data: await decodeFilm(bytes, [shown.height, shown.width]), ...shown },
      map: { values: mean, ...shown },
      title: `${answer.className} ${probability} %`,
      subtitle: `${name} · model ${id}`,
      label: `Evidence for ${answer.className}`,
      caption:
        `${NOT_FOR_DIAGNOSIS} The map (HiResCAM, a form of Grad-CAM) shows where the network looked, not ` +
        "whether it was right.",
    }),
  );
  return file;
}
