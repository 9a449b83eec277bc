import { decodeFilm, MAX_PIXELS } from "./decode_film.ts";
import sharp from "sharp";

/** Side of the thumbnails by which copies are found, pixels. */
export const THUMBNAIL_SIZE = 64;

/** What a film's file itself tells. */
export interface Inspection {
  /** SHA-256 of the file, hex. */
  sha256: string;
  /** Width as displayed, pixels. */
  width: number;
  /** Height as displayed, pixels. */
  height: number;
  /** Format by content, whatever the name says: `jpeg`, `png`, … */
  format: string;
  /** Size of the file. */
  bytes: number;
  /** Grey thumbnail, 64×64, `[0, 255]`. */
  thumbnail: Uint8Array;
}

/**
 * Reads one film's file wholly: hash, size, format and thumbnail. Truncation shows only when the
 * pixels are decoded, so the thumbnail is the check that the film is sound.
 *
 * @param path File of an image.
 * @returns What the file tells.
 * @throws {Error} Where the file is empty, unreadable, truncated or too large, saying which.
 *
 * @example
 * ```ts
 * import sharp from "sharp";
 * import { inspectFilm } from "lib/data/inspect_film.ts";
 * const path = await Deno.makeTempFile({ suffix: ".png" });
 * await sharp({ create: { width: 40, height: 30, channels: 3, background: "#808080" } })
 *   .toFile(path);
 * (await inspectFilm(path)).width; // 40
 * ```
 */
export async function inspectFilm(path: string): Promise<Inspection> {
  const file = await Deno.readFile(path);
  if (file.length === 0) throw new Error("the file is empty");
  const { format, autoOrient } = await sharp(file, { limitInputPixels: MAX_PIXELS }).metadata()
    .catch((error) => {
      throw new Error(plainReason(error), { cause: error });
    });
  const { width, height } = autoOrient;
  if (!(width > 0 && height > 0)) throw new Error(`the film is ${width}×${height} pixels`);
  if (width * height > MAX_PIXELS) {
    const megapixels = (width * height / 1e6).toFixed(0);
    throw new Error(`${megapixels} megapixels are more than the limit of ${MAX_PIXELS / 1e6}`);
  }
  const hash = await crypto.subtle.digest("SHA-256", file);
  const thumbnail = await decodeFilm(file, [THUMBNAIL_SIZE, THUMBNAIL_SIZE]).catch((error) => {
    throw new Error(plainReason(error), { cause: error });
  });
  return {
    sha256: Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    width,
    height,
    format,
    bytes: file.length,
    thumbnail,
  };
}

function plainReason(error: unknown): string {
  const message = (error as Error).message.replace(/^Cannot decode film: /, "").split("\n")[0];
  if (/unsupported image format/i.test(message)) return "not an image in a known format";
  if (
    /premature end|end of file|read gave|truncated|unexpected end|not enough data/i.test(message)
  ) {
    return `truncated or damaged (${message.trim()})`;
  }
  if (/pixel limit/i.test(message)) return `more than ${MAX_PIXELS / 1e6} megapixels`;
  return message.trim();
}
