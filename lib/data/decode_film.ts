import sharp from "sharp";
import { openDicomFile } from "./dicom/open_dicom_file.ts";
import { readDicom, readDicomHeader } from "./dicom/read_dicom.ts";
import { MAX_PIXELS } from "./max_pixels.ts";
import { NotAChestFilmError } from "./not_a_chest_film.ts";

export { MAX_PIXELS };

/** Names the way of decoding, so that a cache made by another one is never used. */
export const DECODING = "sharp-linear-fill-1";

/** Formats that are read; sharp would also draw SVG and PDF. */
const FORMATS = ["jpeg", "png", "webp", "gif", "tiff", "heif"];

/** Settings of {@linkcode decodeFilm}. */
export interface DecodeFilmOptions {
  /** Whether the decoder's warnings are errors too; otherwise only truncation and errors are. */
  strict?: boolean;
}

/** What a film's header tells. */
export interface FilmHeader {
  /** Format by content: `jpeg`, `png`, `webp`, `gif`, `tiff`, `heif` or `dicom`. */
  format: string;
  /** Width as displayed, pixels. */
  width: number;
  /** Height as displayed, pixels. */
  height: number;
  /** Projection that the file names (only DICOM does): `PA`, `AP`, …; `""` where unknown. */
  view: string;
}

/**
 * Decodes a film into one grey channel of the given size: the one way in which pixels come into
 * the project, for training, evaluation and prediction alike.
 *
 * The EXIF orientation is applied, transparency flattened on black, 16 bits scaled to 8, and
 * colour, palette and CMYK turned to grey. The picture is then stretched to the size, whatever its
 * aspect (`fill`, as Keras does), with a triangle kernel that widens when the picture shrinks
 * (bilinear with antialiasing). JPEG and WebP are read at a reduced scale where that still leaves
 * more pixels than asked for, always in the same way. DICOM is read as a viewer would show it, and
 * then goes the same way.
 *
 * @param film Path of a file, or its bytes.
 * @param imageSize `[height, width]`, pixels.
 * @param options Strictness.
 * @returns Grey levels in `[0, 255]`, `height × width`, row by row.
 * @throws {Error} Where the film is unreadable, truncated, in an unknown format, or larger than
 *   `MAX_PIXELS`.
 * @throws {NotAChestFilmError} Where a DICOM file says that it is no frontal chest radiograph.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { decodeFilm } from "lib/data/decode_film.ts";
 * const film = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .png().toBuffer();
 * (await decodeFilm(film, [2, 2])).join(); // "128,128,128,128"
 * ```
 */
export async function decodeFilm(
  film: string | Uint8Array,
  [height, width]: readonly [number, number],
  { strict = false }: DecodeFilmOptions = {},
): Promise<Uint8Array> {
  const dicom = await openDicom(film);
  if (dicom === undefined) await readPictureHeader(film);
  try {
    const failOn = strict ? "warning" : "error";
    const grey = dicom && await readDicom(dicom);
    const raw = grey && { width: grey.width, height: grey.height, channels: 1 as const };
    const pixels = await sharp(grey?.pixels ?? film, { failOn, limitInputPixels: MAX_PIXELS, raw })
      .autoOrient()
      .flatten({ background: "#000" })
      .greyscale()
      .resize(width, height, { fit: "fill", kernel: "linear" })
      .raw({ depth: "uchar" })
      .toBuffer();
    return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  } catch (error) {
    if (dicom) throw dicomError(film, error);
    throw decodeError(film, `truncated or damaged (${messageOf(error)})`, error);
  }
}

/**
 * Reads a film's format and size without decoding it, and refuses what no film can be.
 *
 * @param film Path of a file, or its bytes.
 * @returns Format and size.
 * @throws {Error} Where the file is empty, in an unknown format, or larger than `MAX_PIXELS`.
 * @throws {NotAChestFilmError} Where a DICOM file says that it is no frontal chest radiograph.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { readFilmHeader } from "lib/data/decode_film.ts";
 * const film = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .png().toBuffer();
 * (await readFilmHeader(film)).width; // 40
 * ```
 */
export async function readFilmHeader(film: string | Uint8Array): Promise<FilmHeader> {
  const dicom = await openDicom(film);
  if (dicom === undefined) return await readPictureHeader(film);
  try {
    const { width, height, facts: { view } } = await readDicomHeader(dicom);
    return { format: "dicom", width, height, view };
  } catch (error) {
    throw dicomError(film, error);
  }
}

async function readPictureHeader(film: string | Uint8Array): Promise<FilmHeader> {
  const bytes = typeof film === "string" ? await sizeOf(film) : film.length;
  if (bytes === 0) throw decodeError(film, "the file is empty");
  const metadata = await sharp(film, { limitInputPixels: false }).metadata().catch((error) => {
    const message = messageOf(error);
    const isUnknown = /unsupported image format/i.test(message);
    throw decodeError(
      film,
      isUnknown
        ? "not an image in a known format (JPEG, PNG, WebP, GIF, TIFF, DICOM); convert it to PNG"
        : `truncated or damaged (${message})`,
      error,
    );
  });
  const { format, autoOrient: { width, height } } = metadata;
  if (!FORMATS.includes(format)) {
    throw decodeError(film, `the format is ${format}; convert it to PNG`);
  }
  if (!(width > 0 && height > 0)) throw decodeError(film, `the film is ${width}×${height} pixels`);
  if (width * height > MAX_PIXELS) {
    const megapixels = Math.round(width * height / 1e6);
    const limit = MAX_PIXELS / 1e6;
    throw decodeError(film, `${megapixels} megapixels are more than the limit of ${limit}`);
  }
  return { format, width, height, view: "" };
}

async function openDicom(film: string | Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await openDicomFile(film);
  } catch (error) {
    throw decodeError(film, messageOf(error), error);
  }
}

/** Tells of which film an error of the DICOM reader is. */
function dicomError(film: string | Uint8Array, error: unknown): Error {
  if (error instanceof NotAChestFilmError) {
    const name = typeof film === "string" ? film : undefined;
    return new NotAChestFilmError(error.reason, { film: name, cause: error });
  }
  return decodeError(film, messageOf(error).replace(/^Cannot read DICOM: /, "DICOM: "), error);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    throw decodeError(path, messageOf(error), error);
  }
}

function decodeError(film: string | Uint8Array, reason: string, cause?: unknown): Error {
  const name = typeof film === "string" ? ` "${film}"` : "";
  return new Error(`Cannot decode film${name}: ${reason}`, { cause });
}

function messageOf(error: unknown): string {
  return (error as Error).message.split("\n")[0].trim();
}
