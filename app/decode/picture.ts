import type Vips from "wasm-vips";
import { MAX_PIXELS } from "lib/data/max_pixels.ts";
import { inScope } from "./scope.ts";

/** libvips in WebAssembly, started. */
export type VipsLibrary = NonNullable<typeof Vips>;

/** What is decoded: a picture file's bytes, or grey levels that a DICOM reader decoded. */
export type Picture = Uint8Array | GreyPixels;

/** A film's grey levels, row by row. */
export interface GreyPixels {
  /** `width × height`, `[0, 255]`. */
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** What a picture's header tells. */
export interface PictureHeader {
  /** Format by content: `jpeg`, `png`, `webp`, `gif` or `tiff`. */
  format: string;
  /** Width as displayed, pixels. */
  width: number;
  /** Height as displayed, pixels. */
  height: number;
}

/** How the film stands in the file, by EXIF orientation: quarter turns, then mirrored or not. */
export interface Turn {
  angle: 0 | 90 | 180 | 270;
  mirrored: boolean;
}

const FORMATS = ["jpeg", "png", "webp", "gif", "tiff"];

const TURNS: Record<number, Turn> = {
  2: { angle: 0, mirrored: true },
  3: { angle: 180, mirrored: false },
  4: { angle: 180, mirrored: true },
  5: { angle: 90, mirrored: true },
  6: { angle: 90, mirrored: false },
  7: { angle: 270, mirrored: true },
  8: { angle: 270, mirrored: false },
};

/**
 * Reads a picture's format and size without decoding it, and refuses what no film can be: the
 * browser's form of `readFilmHeader` of `lib/data/decode_film.ts`, with its reasons.
 *
 * @param vips libvips.
 * @param bytes The picture file.
 * @returns Format and size.
 * @throws {Error} Where the file is empty, in an unknown format, or larger than `MAX_PIXELS`.
 */
export function readPictureHeader(vips: VipsLibrary, bytes: Uint8Array): PictureHeader {
  if (bytes.length === 0) throw new Error("the file is empty");
  return inScope((keep) => {
    const image = keep(openPicture(vips, bytes));
    const format = formatOf(image);
    if (!FORMATS.includes(format)) throw new Error(`the format is ${format}; convert it to PNG`);
    const { angle } = turnOf(image);
    const [width, height] = angle % 180 === 0
      ? [image.width, image.height]
      : [image.height, image.width];
    if (width * height > MAX_PIXELS) {
      const megapixels = Math.round(width * height / 1e6);
      const limit = MAX_PIXELS / 1e6;
      throw new Error(`${megapixels} megapixels are more than the limit of ${limit}`);
    }
    return { format, width, height };
  });
}

/**
 * Opens a picture; pixels are decoded when they are asked for.
 *
 * @param vips libvips.
 * @param picture File or grey levels.
 * @param options Of libvips's loaders, such as `shrink`.
 * @returns The image, to be deleted.
 * @throws {Error} Where the file is in no known format, or its header is damaged.
 */
export function openPicture(
  vips: VipsLibrary,
  picture: Picture,
  options: Record<string, unknown> = {},
): Vips.Image {
  if (!(picture instanceof Uint8Array)) {
    const { pixels, width, height } = picture;
    return inScope((keep) =>
      keep(vips.Image.newFromMemory(pixels, width, height, 1, vips.BandFormat.uchar))
        .copy({ interpretation: vips.Interpretation.b_w })
    );
  }
  try {
    return vips.Image.newFromBuffer(picture, "", { access: vips.Access.sequential, ...options });
  } catch (error) {
    const message = messageOf(error);
    throw new Error(
      /not in a known format/.test(message)
        ? "not an image in a known format (JPEG, PNG, WebP, GIF, TIFF, DICOM); convert it to PNG"
        : `truncated or damaged (${message})`,
      { cause: error },
    );
  }
}

/** Format of an opened picture, `pixels` for grey levels. */
export function formatOf(image: Vips.Image): string {
  if (image.getTypeof("vips-loader") === 0) return "pixels";
  return image.getString("vips-loader").replace(/load.*$/, "");
}

/** How an opened picture has to be turned. */
export function turnOf(image: Vips.Image): Turn {
  const orientation = image.getTypeof("orientation") === 0 ? 1 : image.getInt("orientation");
  return TURNS[orientation] ?? { angle: 0, mirrored: false };
}

/**
 * What libvips says, in a line: the reason, without what it was doing.
 *
 * @param error What was thrown; wasm-vips throws objects whose message is the C++ exception's kind
 *   and text.
 */
export function messageOf(error: unknown): string {
  const { message } = error as { message?: unknown };
  const text = Array.isArray(message) ? message.at(-1) : message ?? error;
  const lines = String(text).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const reasons = lines.filter((line) => !line.startsWith("unable to "));
  return (reasons[0] ?? lines[0] ?? "no reason given").replace(/^Vips\w+: /, "");
}
