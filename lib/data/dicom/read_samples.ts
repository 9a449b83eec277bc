import type { Element } from "dicom-parser";
import { decodeCodestream, type Samples } from "./decode_codestream.ts";
import { decodeRle } from "./decode_rle.ts";
import { dicomError } from "./dicom_error.ts";
import { joinFragments } from "./join_fragments.ts";
import type { LoadCodec } from "./load_codec.ts";
import type { ParsedDicom } from "./parse_dicom.ts";
import type { PixelFormat } from "./pixel_format.ts";

const PIXEL_DATA = "x7fe00010";

/**
 * Reads a film's values as they are stored, decoding them where they are coded.
 *
 * @param dicom File whose elements are found.
 * @param options The values' layout, and where codecs come from.
 * @returns The values.
 * @throws {Error} Where there are fewer than the film's size asks for, or they are damaged.
 *
 * @example
 * ```ts
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * import { readSamples } from "lib/data/dicom/read_samples.ts";
 * const dicom = await parseDicom(new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]));
 * const format = { width: 2, height: 2, bitsAllocated: 8, bitsStored: 8, shift: 0, isSigned: false };
 * await readSamples(dicom, { format: { ...format, bitsAllocated: 8 } }).catch((e) => e.message);
 * // "Cannot read DICOM: it has no pixels"
 * ```
 */
export async function readSamples(
  dicom: ParsedDicom,
  { format, loadCodec }: { format: PixelFormat; loadCodec?: LoadCodec },
): Promise<Samples> {
  const { bytes, syntax: { coding }, dataSet } = dicom;
  const element = dataSet.elements[PIXEL_DATA];
  if (element === undefined) throw dicomError("it has no pixels");
  const { width, height, bitsAllocated } = format;
  if (coding === "native") {
    const size = width * height * bitsAllocated / 8;
    if (bytes.length - element.dataOffset < size || element.length < size) {
      const there = Math.max(0, Math.min(element.length, bytes.length - element.dataOffset));
      throw dicomError(`it is truncated: ${there} of ${size} bytes of its pixels are there`);
    }
    const native = bytes.slice(element.dataOffset, element.dataOffset + size + size % 2);
    return toSamples(inLittleEndian(native, dicom, element).subarray(0, size), format);
  }
  const coded = joinFragments(bytes, element.dataOffset, element.length);
  if (coding === "rle") {
    return toSamples(decodeRle(coded, width * height, bitsAllocated === 8 ? 1 : 2), format);
  }
  return await decodeCodestream(coded, { coding, ...format, loadCodec });
}

/** Bytes of big endian files are swapped in pairs: words of 16 bits, where values have 8 too. */
function inLittleEndian(
  bytes: Uint8Array,
  { syntax: { isBigEndian } }: ParsedDicom,
  { vr }: Element,
): Uint8Array {
  if (!isBigEndian || vr === "OB") return bytes;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const first = bytes[i];
    bytes[i] = bytes[i + 1];
    bytes[i + 1] = first;
  }
  return bytes;
}

function toSamples(bytes: Uint8Array, { bitsAllocated, bitsStored, shift }: PixelFormat): Samples {
  const values = bitsAllocated === 8
    ? bytes
    : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  if (shift > 0) { for (let i = 0; i < values.length; i++) values[i] >>>= shift; }
  return { values, bits: bitsStored };
}
