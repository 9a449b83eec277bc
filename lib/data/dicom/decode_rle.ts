import { dicomError } from "./dicom_error.ts";

const HEADER_BYTES = 64;

/**
 * Decodes run lengths (DICOM PS3.5, annex G): one segment for each byte of a value, the most
 * significant first, each packed as in TIFF's PackBits.
 *
 * @param coded The coded picture.
 * @param numPixels How many pixels there are.
 * @param bytesPerPixel 1 or 2.
 * @returns The values, least significant byte first.
 * @throws {Error} Where segments are missing, or hold fewer values than there are pixels.
 *
 * @example
 * ```ts
 * import { decodeRle } from "lib/data/dicom/decode_rle.ts";
 * const coded = new Uint8Array(64 + 4);
 * coded[0] = 1; // one segment
 * coded[4] = 64; // its offset
 * coded.set([255, 7, 0, 9], 64); // two times 7, then 9
 * decodeRle(coded, 3, 1).join(); // "7,7,9"
 * ```
 */
export function decodeRle(coded: Uint8Array, numPixels: number, bytesPerPixel: 1 | 2): Uint8Array {
  if (coded.length < HEADER_BYTES) {
    throw dicomError("it is truncated: its run lengths have no header");
  }
  const view = new DataView(coded.buffer, coded.byteOffset, coded.byteLength);
  const count = view.getUint32(0, true);
  if (count !== bytesPerPixel) {
    throw dicomError(`its run lengths have ${count} segments, expected ${bytesPerPixel}`);
  }
  const values = new Uint8Array(numPixels * bytesPerPixel);
  for (let segment = 0; segment < count; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < count ? view.getUint32(8 + 4 * segment, true) : coded.length;
    if (start < HEADER_BYTES || end < start || end > coded.length) {
      throw dicomError("it is damaged: a segment of its run lengths lies outside the file");
    }
    unpack(coded.subarray(start, end), values, bytesPerPixel - 1 - segment, bytesPerPixel);
  }
  return values;
}

/** Writes every `step`-th byte from `offset` on. */
function unpack(packed: Uint8Array, values: Uint8Array, offset: number, step: number): void {
  let to = offset;
  for (let i = 0; i < packed.length && to < values.length;) {
    const control = packed[i++];
    if (control === 128) continue;
    const length = control < 128 ? control + 1 : 257 - control;
    for (let k = 0; k < length && to < values.length; k++, to += step) {
      values[to] = packed[control < 128 ? i + k : i];
    }
    i += control < 128 ? length : 1;
    if (i > packed.length) throw dicomError("it is truncated: its run lengths end early");
  }
  if (to < values.length) throw dicomError("it is truncated: its run lengths end early");
}
