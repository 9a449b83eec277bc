import { type Canvas, createCanvas } from "./canvas.ts";

/** One picture of a grid. */
export interface GridImage {
  /** `[height, width]` grey or `[height, width, 3]` RGB; bytes in [0, 255], floats in [0, 1]. */
  data: Uint8Array | Uint8ClampedArray | Float32Array;
  width: number;
  height: number;
  /** RGBA laid over the picture and stretched to it, such as a heat map. */
  overlay?: { data: Uint8ClampedArray; width: number; height: number };
}

/** Pictures in one array, as the loader of films gives them. */
export interface ImageBatch {
  /** Bytes in [0, 255], floats in [0, 1]. */
  data: GridImage["data"];
  /** `[batch, height, width, channels]`, 1 or 3 channels. */
  shape: readonly number[];
}

/**
 * Cuts a batch into its pictures; they share its memory.
 *
 * @param batch `[batch, height, width, channels]`.
 * @returns One picture each, in order.
 * @throws {RangeError} Where shape and data disagree.
 *
 * @example
 * ```ts
 * import { splitBatch } from "lib/display/image_canvas.ts";
 * splitBatch({ data: new Uint8Array(2 * 8 * 8), shape: [2, 8, 8, 1] }).length; // 2
 * ```
 */
export function splitBatch({ data, shape }: ImageBatch): GridImage[] {
  const [count, height, width, channels = 1] = shape;
  const size = height * width * channels;
  if (data.length !== count * size) {
    throw new RangeError(
      `Cannot split a batch of shape [${shape}]: expected ${count * size} values but found ` +
        `${data.length}`,
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    data: data.subarray(i * size, (i + 1) * size),
    width,
    height,
  }));
}

/**
 * Makes a canvas of a picture's own size.
 *
 * @param image Grey or RGB picture; its overlay is not drawn.
 * @param index Number of the picture, for the message where it does not fit.
 * @returns The canvas, opaque.
 * @throws {RangeError} Where size and data disagree.
 *
 * @example
 * ```ts
 * import { imageCanvas } from "lib/display/image_canvas.ts";
 * imageCanvas({ data: Uint8Array.of(0, 255), width: 2, height: 1 }).width; // 2
 * ```
 */
export function imageCanvas(image: GridImage, index = 0): Canvas {
  checkImage(image, index);
  return rgbaCanvas({ ...image, data: rgba(image) });
}

/**
 * Makes a canvas of RGBA pixels.
 *
 * @param image `[height, width, 4]` in [0, 255].
 * @returns The canvas.
 *
 * @example
 * ```ts
 * import { rgbaCanvas } from "lib/display/image_canvas.ts";
 * rgbaCanvas({ data: Uint8ClampedArray.of(255, 0, 0, 128), width: 1, height: 1 });
 * ```
 */
export function rgbaCanvas(
  image: { data: Uint8ClampedArray; width: number; height: number },
): Canvas {
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(image.width, image.height);
  pixels.data.set(image.data);
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function rgba({ data, width, height }: GridImage): Uint8ClampedArray {
  const numPixels = width * height;
  const channels = data.length / numPixels;
  const factor = data instanceof Float32Array ? 255 : 1;
  const out = new Uint8ClampedArray(4 * numPixels).fill(255); // clamps and rounds floats
  for (let i = 0; i < numPixels; i++) {
    for (let c = 0; c < 3; c++) {
      out[4 * i + c] = data[channels * i + (channels === 3 ? c : 0)] * factor;
    }
  }
  return out;
}

function checkImage({ data, width, height }: GridImage, index: number): void {
  if (data.length !== width * height && data.length !== 3 * width * height) {
    throw new RangeError(
      `Cannot draw image ${index} of ${height} × ${width}: expected ${width * height} grey or ` +
        `${3 * width * height} RGB values but found ${data.length}`,
    );
  }
}
