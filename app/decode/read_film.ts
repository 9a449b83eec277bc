import { isDicom } from "lib/data/dicom/is_dicom.ts";
import type { LoadCodec } from "lib/data/dicom/load_codec.ts";
import { readDicom } from "lib/data/dicom/read_dicom.ts";
import { colourOf, type FilmLook } from "lib/data/gate.ts";
import { type Picture, readPictureHeader, type VipsLibrary } from "./picture.ts";
import { picturePixels } from "./picture_pixels.ts";
import { savePreview } from "./save_preview.ts";

/** A film, ready to be shown and judged. */
export interface ReadFilm {
  /** `jpeg`, `png`, `webp`, `gif`, `tiff` or `dicom`. */
  format: string;
  /** As displayed, pixels. */
  width: number;
  height: number;
  /** Grey levels at the network's size, `[0, 255]`, row by row. */
  pixels: Uint8Array;
  /** What the model's gate looks at. */
  look: FilmLook;
  /** The film as a JPEG for the eye, at most {@linkcode PREVIEW_SIDE} pixels a side. */
  preview: Uint8Array;
  /** What else its header tells people: view, pixel spacing; never who is on it. */
  notes: string[];
}

/** Options of {@linkcode readFilm}. */
export interface ReadFilmOptions {
  /** Height and width that the network asks for, pixels. */
  imageSize: readonly [number, number];
  /** Gives a DICOM codec's bytes. */
  loadCodec?: LoadCodec;
}

/** Longest side of a preview, pixels. */
export const PREVIEW_SIDE = 1024;

const THUMBNAIL = [64, 64] as const;

/**
 * Reads a film in a browser as the command line does: same checks, same pixels, same refusals.
 *
 * @param vips libvips.
 * @param bytes The film's file.
 * @param options See {@linkcode ReadFilmOptions}.
 * @returns The film.
 * @throws {NotAChestFilmError} Where a DICOM header says that it shows something else.
 * @throws {Error} Where the file is no film, damaged, or too large; its message is for people.
 */
export async function readFilm(
  vips: VipsLibrary,
  bytes: Uint8Array,
  { imageSize, loadCodec }: ReadFilmOptions,
): Promise<ReadFilm> {
  if (isDicom(bytes)) {
    const { pixels, width, height, notes } = await readDicom(bytes, { loadCodec });
    const picture = { pixels, width, height };
    const header = { format: "dicom", width, height };
    return { ...header, ...seen(vips, picture, { ...header, imageSize }), notes };
  }
  const header = readPictureHeader(vips, bytes);
  return { ...header, ...seen(vips, bytes, { ...header, imageSize }), notes: [] };
}

interface Seen {
  width: number;
  height: number;
  imageSize: readonly [number, number];
}

function seen(
  vips: VipsLibrary,
  picture: Picture,
  { width, height, imageSize }: Seen,
): Pick<ReadFilm, "pixels" | "look" | "preview"> {
  const thumbnail = picturePixels(vips, picture, { imageSize: THUMBNAIL });
  const colour = picture instanceof Uint8Array ? measureColour(vips, picture) : 0;
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  const shown = [height, width].map((side) => Math.max(1, Math.round(side * scale)));
  return {
    pixels: picturePixels(vips, picture, { imageSize }),
    look: { thumbnail, width, height, colour },
    preview: savePreview(vips, picture, shown as [number, number]),
  };
}

function measureColour(vips: VipsLibrary, picture: Picture): number {
  const pixels = picturePixels(vips, picture, { imageSize: THUMBNAIL, colour: true });
  return pixels.length === THUMBNAIL[0] * THUMBNAIL[1] ? 0 : colourOf(pixels, 3);
}
