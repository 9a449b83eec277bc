import sharp from "sharp";
import { decodeFilm, MAX_PIXELS, readFilmHeader } from "./decode_film.ts";
import { colourOf, type FilmLook } from "./gate.ts";
import { THUMBNAIL_SIZE } from "./inspect_film.ts";

/**
 * Reads what a model's gate looks at: a thumbnail, the size, and whether there is colour.
 *
 * @param film A file's bytes.
 * @returns What is seen of it.
 * @throws {Error} Where the film is unreadable, as by `decodeFilm`.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { filmLook } from "lib/data/film_look.ts";
 * const red = await sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } })
 *   .png().toBuffer();
 * (await filmLook(red)).colour; // 1
 * ```
 */
export async function filmLook(film: Uint8Array): Promise<FilmLook> {
  const { format, width, height } = await readFilmHeader(film);
  const size = [THUMBNAIL_SIZE, THUMBNAIL_SIZE] as const;
  const thumbnail = await decodeFilm(film, size);
  const colour = format === "dicom" ? 0 : await measureColour(film);
  return { thumbnail, width, height, colour };
}

async function measureColour(film: Uint8Array): Promise<number> {
  const picture = sharp(film, { limitInputPixels: MAX_PIXELS });
  if (((await picture.metadata()).channels ?? 1) < 3) return 0;
  const pixels = await picture
    .flatten({ background: "#000" })
    .toColourspace("srgb")
    .resize(THUMBNAIL_SIZE, THUMBNAIL_SIZE, { fit: "fill", kernel: "linear" })
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer();
  return colourOf(pixels, 3);
}
