import sharp from "sharp";

/** Films of more pixels are refused: a decompression bomb, or no radiograph. */
export const MAX_PIXELS = 100_000_000;

/** Names the decoding, so that caches made by another one are never used. */
export const DECODING = "sharp-linear-fill-1";

/**
 * Decodes a film into one grey channel of the given size: the one way in which pixels come into
 * the project, for training, evaluation and prediction alike.
 *
 * The EXIF orientation is applied, transparency flattened on black, 16 bits scaled to 8, and
 * colour, palette and CMYK turned to grey. The picture is then stretched to the size, whatever its
 * aspect (`fill`, as Keras does), with a triangle kernel that widens when the picture shrinks
 * (bilinear with antialiasing). A JPEG is read at a reduced scale where that still leaves more
 * pixels than asked for.
 *
 * @param film Path of a file, or its bytes.
 * @param imageSize `[height, width]`, pixels.
 * @returns Grey levels in `[0, 255]`, `height × width`, row by row.
 * @throws {Error} Where the film is unreadable, truncated or larger than `MAX_PIXELS`.
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
): Promise<Uint8Array> {
  try {
    const pixels = await sharp(film, { failOn: "error", limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .flatten({ background: "#000" })
      .greyscale()
      .resize(width, height, { fit: "fill", kernel: "linear" })
      .raw({ depth: "uchar" })
      .toBuffer();
    return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  } catch (error) {
    const name = typeof film === "string" ? ` "${film}"` : "";
    const reason = (error as Error).message.split("\n")[0].trim();
    throw new Error(`Cannot decode film${name}: ${reason}`, { cause: error });
  }
}
