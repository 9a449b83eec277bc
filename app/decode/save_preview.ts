import type { Picture, VipsLibrary } from "./picture.ts";
import { openPicture } from "./picture.ts";
import { picturePixels } from "./picture_pixels.ts";
import { inScope } from "./scope.ts";

/**
 * Makes a JPEG of a film for the eye: grey and turned as the network gets it, in its own aspect.
 *
 * @param vips libvips.
 * @param picture File or grey levels.
 * @param imageSize `[height, width]` of the preview, pixels.
 * @returns A JPEG file's bytes.
 */
export function savePreview(
  vips: VipsLibrary,
  picture: Picture,
  imageSize: readonly [number, number],
): Uint8Array {
  const pixels = picturePixels(vips, picture, { imageSize });
  return encode(vips, { pixels, imageSize }, (image) => image.jpegsaveBuffer({ Q: 88 }));
}

/**
 * Writes grey levels as a PNG, without loss.
 *
 * @param vips libvips.
 * @param pixels Grey levels, row by row.
 * @param imageSize `[height, width]`, pixels.
 * @returns A PNG file's bytes.
 */
export function savePng(
  vips: VipsLibrary,
  pixels: Uint8Array,
  imageSize: readonly [number, number],
): Uint8Array {
  return encode(vips, { pixels, imageSize }, (image) => image.pngsaveBuffer({ compression: 6 }));
}

type OpenedImage = ReturnType<typeof openPicture>;

function encode(
  vips: VipsLibrary,
  { pixels, imageSize: [height, width] }: {
    pixels: Uint8Array;
    imageSize: readonly [number, number];
  },
  write: (image: OpenedImage) => Uint8Array,
): Uint8Array {
  return inScope((keep) => write(keep(openPicture(vips, { pixels, width, height }))));
}
