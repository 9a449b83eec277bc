import sharp from "sharp";
import type { Pixels } from "./load_pixels.ts";
import { mapParallel } from "./map_parallel.ts";

/** Settings of {@linkcode resizePixels}. */
export interface ResizePixelsOptions {
  /** `[height, width]`, pixels. */
  imageSize: readonly [number, number];
  /** Stops before the next film. */
  signal?: AbortSignal;
}

/**
 * Brings films, or maps of films, to another size, with the kernel with which films are decoded.
 *
 * @param pixels Grey levels, `[films, height, width, 1]`.
 * @param options See {@linkcode ResizePixelsOptions}.
 * @returns Grey levels of the new size; the same object where the size is right already.
 *
 * @example
 * ```ts
 * import { resizePixels } from "lib/data/resize_pixels.ts";
 * const shape: [number, number, number, 1] = [1, 4, 4, 1];
 * const film = { data: new Uint8Array(16).fill(9), shape };
 * (await resizePixels(film, { imageSize: [2, 2] })).data; // [9, 9, 9, 9]
 * ```
 */
export async function resizePixels(
  pixels: Pixels,
  { imageSize: [height, width], signal }: ResizePixelsOptions,
): Promise<Pixels> {
  const { data, shape: [numFilms, oldHeight, oldWidth] } = pixels;
  if (height === oldHeight && width === oldWidth) return pixels;
  const resized = new Uint8Array(numFilms * height * width);
  const oldSize = oldHeight * oldWidth;
  await mapParallel([...new Array(numFilms).keys()], async (i) => {
    const film = data.subarray(i * oldSize, (i + 1) * oldSize);
    const buffer = await sharp(film, { raw: { width: oldWidth, height: oldHeight, channels: 1 } })
      .resize(width, height, { fit: "fill", kernel: "linear" })
      .toColourspace("b-w")
      .raw({ depth: "uchar" })
      .toBuffer();
    resized.set(buffer, i * height * width);
  }, { signal });
  return { data: resized, shape: [numFilms, height, width, 1] };
}
