import type { DataSet } from "dicom-parser";
import type { Samples } from "./decode_codestream.ts";
import { dicomError } from "./dicom_error.ts";
import { lookUp, readTable } from "./lookup_table.ts";
import type { PixelFormat } from "./pixel_format.ts";
import { readWindows } from "./windows.ts";

/** Settings of {@linkcode greyLevels}. */
export interface GreyLevelsOptions {
  /** The values' layout. */
  format: PixelFormat;
  /** Which of the film's tables and windows to use, from 0. */
  window: number;
}

const MODALITY_LUTS = "x00283000";
const INTERCEPT = "x00281052";
const SLOPE = "x00281053";
const PADDING = "x00280120";
const PHOTOMETRIC = "x00280004";
const PRESENTATION_SHAPE = "x20500020";

/**
 * Turns stored values to grey levels, as a viewer would show them: rescaled (slope and intercept,
 * or a table), through the film's table or window, and inverted where the largest value is black
 * (DICOM PS3.3, C.11.1 and C.11.2; PS3.4, N.2). A film of at most 8 bits without a window stays as
 * it is; one of more bits without a window is stretched from its darkest to its brightest value.
 *
 * @param dataSet The file's elements.
 * @param samples The stored values.
 * @param options Layout and choice of window.
 * @returns Grey levels in `[0, 255]`, row by row, and notes for people.
 * @throws {Error} Where the rescaling makes no sense.
 * @throws {RangeError} Where there is no such window.
 *
 * @example
 * ```ts
 * import { greyLevels } from "lib/data/dicom/grey_levels.ts";
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]);
 * const { dataSet } = await parseDicom(headerless);
 * const samples = { values: Uint16Array.of(100, 300, 200), bits: 12 };
 * const format = { width: 3, height: 1, bitsAllocated: 16, bitsStored: 12, shift: 0, isSigned: false };
 * greyLevels(dataSet, samples, { format: { ...format, bitsAllocated: 16 }, window: 0 }).pixels.join();
 * // "0,255,128"
 * ```
 */
export function greyLevels(
  dataSet: DataSet,
  { values, bits }: Samples,
  { format: { isSigned }, window }: GreyLevelsOptions,
): { pixels: Uint8Array; notes: string[] } {
  const notes: string[] = [];
  const mask = 2 ** bits - 1;
  const signed = (value: number) =>
    isSigned && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  const rescale = readRescale(dataSet, isSigned);
  const windows = readWindows(dataSet);
  if (window !== 0 && !(window in windows)) {
    throw new RangeError(
      `Cannot read DICOM: window ${window} was asked for, but the film has ${windows.length}`,
    );
  }
  let brightness = windows[window]?.brightness;
  if (brightness === undefined) {
    const isPlain = bits <= 8 && !isSigned && rescale(1) === 1 && rescale(2) === 2;
    brightness = isPlain ? (value) => value / mask : stretch(usedValues());
    if (!isPlain) notes.push("The file names no window: shown from its darkest to its brightest");
  }
  const shape = (dataSet.string(PRESENTATION_SHAPE) ?? "").trim().toUpperCase();
  const isMonochrome1 = /^MONOCHROME1/.test((dataSet.string(PHOTOMETRIC) ?? "").trim());
  const isInverted = isMonochrome1 || shape === "INVERSE";
  const levels = Uint8Array.from({ length: mask + 1 }, (_, stored) => {
    const level = brightness(rescale(signed(stored)));
    return Math.round(255 * (isInverted ? 1 - level : level));
  });
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = levels[values[i] & mask];
  return { pixels, notes };

  function usedValues(): number[] {
    const isUsed = new Uint8Array(mask + 1);
    for (const value of values) isUsed[value & mask] = 1;
    const padding = dataSet.elements[PADDING] && dataSet.uint16(PADDING);
    if (padding !== undefined) isUsed[padding & mask] = 0;
    return Array.from(isUsed.keys()).filter((stored) => isUsed[stored] === 1)
      .map((stored) => rescale(signed(stored)));
  }
}

/** Values beyond the range, which only padding has, come out black or white. */
function stretch(used: readonly number[]): (value: number) => number {
  const min = used.reduce((a, b) => Math.min(a, b), Infinity);
  const max = used.reduce((a, b) => Math.max(a, b), -Infinity);
  return (value) => max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
}

function readRescale(dataSet: DataSet, isSigned: boolean): (value: number) => number {
  const item = dataSet.elements[MODALITY_LUTS]?.items?.[0];
  const table = item && readTable(item, isSigned);
  if (table) return (value) => lookUp(table, value);
  const slope = dataSet.floatString(SLOPE) ?? 1;
  const intercept = dataSet.floatString(INTERCEPT) ?? 0;
  if (!Number.isFinite(slope * intercept) || slope === 0) {
    throw dicomError("its rescale slope or intercept is no usable number");
  }
  return (value) => slope * value + intercept;
}
