import type Vips from "wasm-vips";
import {
  formatOf,
  messageOf,
  openPicture,
  type Picture,
  turnOf,
  type VipsLibrary,
} from "./picture.ts";
import { inScope } from "./scope.ts";

/** Options of {@linkcode picturePixels}. */
export interface PicturePixelsOptions {
  /** `[height, width]`, pixels. */
  imageSize: readonly [number, number];
  /** Whether colours are kept where there are any: three bands instead of one. @default false */
  colour?: boolean;
}

type Keep = <I extends Vips.Image>(image: I) => I;

/**
 * Decodes a picture to a size: what `decodeFilm` of `lib/data/decode_film.ts` does, in a browser.
 *
 * Both call libvips. There it is called by sharp, here by hand: the steps, their order and the
 * reduced scale at which JPEG and WebP are read are sharp's (its `src/pipeline.cc`, 0.35), so the
 * pixels are the same ones, bit for bit, as long as both bring the same version of libvips.
 *
 * @param vips libvips.
 * @param picture File or grey levels.
 * @param options Size, and whether colours are kept.
 * @returns Levels in `[0, 255]`, `height × width`, one or three a pixel, row by row.
 * @throws {Error} Where the picture is truncated or damaged.
 */
export function picturePixels(
  vips: VipsLibrary,
  picture: Picture,
  { imageSize, colour = false }: PicturePixelsOptions,
): Uint8Array {
  const options = { fail_on: "error" }; // truncation is one
  try {
    return inScope((keep: Keep) => {
      let image = keep(openPicture(vips, picture, options));
      const { angle, mirrored } = turnOf(image);
      const [height, width] = angle % 180 === 0 ? imageSize : [...imageSize].reverse();
      image = reopenReduced(keep, vips, { image, picture, width, height, options });
      image = toScreenColours(keep, image);
      if (image.hasAlpha()) image = keep(image.flatten({ background: [0, 0, 0] }));
      if (!colour) image = keep(image.colourspace("b-w"));
      const across = Math.min(image.width / width, image.width);
      const down = Math.min(image.height / height, image.height);
      if (across !== 1 || down !== 1) {
        image = keep(image.resize(1 / across, { vscale: 1 / down, kernel: "linear" }));
      }
      if (angle !== 0) image = keep(image.rot(`d${angle}`));
      if (mirrored) image = keep(image.flipHor());
      if (!colour) image = keep(image.extractBand(0));
      else if (image.bands >= 3) image = keep(image.colourspace("srgb"));
      if (image.format !== "uchar") image = keep(image.cast("uchar"));
      return image.writeToMemory() as Uint8Array;
    });
  } catch (error) {
    const message = messageOf(error);
    if (message.startsWith("truncated")) throw error;
    throw new Error(`truncated or damaged (${message})`, { cause: error });
  }
}

interface Reduction {
  image: Vips.Image;
  picture: Picture;
  width: number;
  height: number;
  options: Record<string, unknown>;
}

/** Opens a JPEG or WebP again at the scale at which sharp would read it. */
function reopenReduced(
  keep: Keep,
  vips: VipsLibrary,
  { image, picture, width, height, options }: Reduction,
): Vips.Image {
  const shrink = Math.min(image.width / width, image.height / height);
  const format = formatOf(image);
  if (format === "jpeg") {
    const factor = jpegShrink(shrink);
    return factor > 1 ? keep(openPicture(vips, picture, { ...options, shrink: factor })) : image;
  }
  return format === "webp" && shrink > 1
    ? keep(openPicture(vips, picture, { ...options, scale: 1 / shrink }))
    : image;
}

function jpegShrink(shrink: number): number {
  const factor = [8, 4, 2].find((factor) => shrink >= factor) ?? 1;
  // libjpeg rounds sizes, so sharp keeps away from where nothing would be left to resize.
  return factor > 1 && Math.trunc(shrink) === factor ? factor / 2 : factor;
}

/** Brings CMYK and pictures with a colour profile to sRGB. */
function toScreenColours(keep: Keep, image: Vips.Image): Vips.Image {
  const { interpretation } = image;
  const hasProfile = image.getTypeof("icc-profile-data") !== 0;
  if (hasProfile && !["labs", "grey16"].includes(interpretation)) {
    const isDeep = ["rgb16", "grey16"].includes(interpretation);
    const target = interpretation === "rgb16" ? "p3" : "srgb";
    try {
      const depth = isDeep ? 16 : 8;
      return keep(image.iccTransform(target, { embedded: true, depth, intent: "perceptual" }));
    } catch {
      return image; // a broken profile; sharp, too, goes on without it
    }
  }
  return interpretation === "cmyk"
    ? keep(image.iccTransform("srgb", { input_profile: "cmyk", intent: "perceptual" }))
    : image;
}
