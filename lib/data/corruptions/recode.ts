import sharp, { type Sharp } from "sharp";
import type { GreyFilm } from "./grey_film.ts";

/**
 * Saves a film as JPEG and reads it again.
 *
 * @param film A film.
 * @param quality 1 to 100.
 * @returns The film as the JPEG has it.
 *
 * @example
 * ```ts
 * import { recodeJpeg } from "lib/data/corruptions/recode.ts";
 * await recodeJpeg({ pixels: new Uint8Array(64), height: 8, width: 8 }, 30);
 * ```
 */
export async function recodeJpeg(film: GreyFilm, quality: number): Promise<GreyFilm> {
  const jpeg = await sharp(film.pixels, rawOf(film)).jpeg({ quality }).toBuffer();
  return { ...film, pixels: await greyOf(sharp(jpeg)) };
}

/**
 * Stretches a film to another size, averaging as `decodeFilm` does.
 *
 * @param film A film.
 * @param size Height and width, pixels.
 * @returns The film at that size.
 *
 * @example
 * ```ts
 * import { stretchFilm } from "lib/data/corruptions/recode.ts";
 * await stretchFilm({ pixels: new Uint8Array(64), height: 8, width: 8 }, { height: 4, width: 4 });
 * ```
 */
export async function stretchFilm(
  film: GreyFilm,
  { height, width }: { height: number; width: number },
): Promise<GreyFilm> {
  if (film.height === height && film.width === width) return film;
  const stretched = sharp(film.pixels, rawOf(film))
    .resize(width, height, { fit: "fill", kernel: "linear" });
  return { pixels: await greyOf(stretched), height, width };
}

/**
 * Blurs a film.
 *
 * @param film A film.
 * @param deviation Of the Gaussian, pixels, 0.3 or more.
 * @returns Another film.
 *
 * @example
 * ```ts
 * import { blurFilm } from "lib/data/corruptions/recode.ts";
 * await blurFilm({ pixels: new Uint8Array(64), height: 8, width: 8 }, 2);
 * ```
 */
export async function blurFilm(film: GreyFilm, deviation: number): Promise<GreyFilm> {
  return { ...film, pixels: await greyOf(sharp(film.pixels, rawOf(film)).blur(deviation)) };
}

function rawOf({ height, width }: GreyFilm) {
  return { raw: { height, width, channels: 1 as const } };
}

async function greyOf(picture: Sharp): Promise<Uint8Array> {
  const pixels = await picture.greyscale().raw({ depth: "uchar" }).toBuffer();
  return new Uint8Array(pixels);
}
