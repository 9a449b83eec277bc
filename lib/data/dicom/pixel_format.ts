import type { DataSet } from "dicom-parser";
import { MAX_PIXELS } from "../max_pixels.ts";
import { NotAChestFilmError } from "../not_a_chest_film.ts";
import { dicomError } from "./dicom_error.ts";

/** How a film's values are laid out. */
export interface PixelFormat {
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits that a value takes in the file: 8 or 16. */
  bitsAllocated: 8 | 16;
  /** Bits of them that count. */
  bitsStored: number;
  /** How far they stand above the lowest bit. */
  shift: number;
  /** Whether values may be negative (two's complement). */
  isSigned: boolean;
}

const SAMPLES = "x00280002";
const FRAMES = "x00280008";
const ROWS = "x00280010";
const COLUMNS = "x00280011";
const BITS_ALLOCATED = "x00280100";
const BITS_STORED = "x00280101";
const HIGH_BIT = "x00280102";
const PIXEL_REPRESENTATION = "x00280103";

/**
 * Reads how a film's values are laid out, and refuses what no film is before memory is taken for it.
 *
 * @param dataSet The file's elements.
 * @returns The layout.
 * @throws {Error} Where the size is missing, above `MAX_PIXELS`, or the bits make no sense; where
 *   there are several frames.
 * @throws {NotAChestFilmError} Where the picture is in colour.
 *
 * @example
 * ```ts
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * import { readPixelFormat } from "lib/data/dicom/pixel_format.ts";
 * const number = (low: number, high: number, value: number) => [0x28, 0, low, high, 85, 83, 2, 0, value, 0];
 * const modality = [8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52];
 * const size = [...number(0x10, 0, 30), ...number(0x11, 0, 40), ...number(0, 1, 8)];
 * const { dataSet } = await parseDicom(Uint8Array.from([...modality, ...size]));
 * readPixelFormat(dataSet).width; // 40
 * ```
 */
export function readPixelFormat(dataSet: DataSet): PixelFormat {
  const numbers = [ROWS, COLUMNS, BITS_ALLOCATED, BITS_STORED].map((tag) =>
    read(dataSet, tag) ?? 0
  );
  const [height, width, bitsAllocated, stored] = numbers;
  if (width * height === 0) throw dicomError(`it has no picture (${width}×${height} pixels)`);
  if (width * height > MAX_PIXELS) {
    const megapixels = Math.round(width * height / 1e6);
    throw dicomError(`${megapixels} megapixels are more than the limit of ${MAX_PIXELS / 1e6}`);
  }
  const frames = dataSet.intString(FRAMES) ?? 1;
  if (frames > 1) {
    throw dicomError(`it holds ${frames} frames; export the one to look at as a file of its own`);
  }
  if ((read(dataSet, SAMPLES) ?? 1) !== 1) {
    throw new NotAChestFilmError("the picture is in colour, a radiograph is grey");
  }
  const bitsStored = stored || bitsAllocated;
  const highBit = read(dataSet, HIGH_BIT) ?? bitsStored - 1;
  const isPossible = [8, 16].includes(bitsAllocated) && bitsStored <= bitsAllocated &&
    highBit < bitsAllocated && highBit >= bitsStored - 1;
  if (!isPossible) {
    throw dicomError(
      `its values have ${bitsStored} of ${bitsAllocated} bits, the highest is bit ${highBit}; ` +
        "expected up to 16 bits in 8 or 16",
    );
  }
  return {
    width,
    height,
    bitsAllocated: bitsAllocated as 8 | 16,
    bitsStored,
    shift: highBit + 1 - bitsStored,
    isSigned: read(dataSet, PIXEL_REPRESENTATION) === 1,
  };
}

function read(dataSet: DataSet, tag: string): number | undefined {
  const element = dataSet.elements[tag];
  return element && element.length >= 2 ? dataSet.uint16(tag) : undefined;
}
