/** Where a file's data set begins, and how it is written. */
export interface DataSetStart {
  /** First byte of the data set, after the meta group. */
  position: number;
  /** UID of the transfer syntax; as it looks where the file does not say. */
  syntax: string;
}

const IMPLICIT = "1.2.840.10008.1.2";
const EXPLICIT = "1.2.840.10008.1.2.1";
const BIG_ENDIAN = "1.2.840.10008.1.2.2";

/** Types whose length takes four bytes, after two reserved ones. */
const LONG_TYPES = ["OB", "OD", "OF", "OL", "OW", "SQ", "UC", "UN", "UR", "UT"];

/**
 * Finds a DICOM file's data set: behind `DICM` at byte 128 and the meta group, or, in files without
 * that header, at the start.
 *
 * @param bytes The file, or its beginning.
 * @returns Where the data set begins and how it is written; `undefined` where the file is no DICOM.
 *
 * @example
 * ```ts
 * import { findDataSet } from "lib/data/dicom/file_meta.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]); // modality CR
 * findDataSet(headerless)?.position; // 0
 * ```
 */
export function findDataSet(bytes: Uint8Array): DataSetStart | undefined {
  if (textAt(bytes, 128, 4) === "DICM") return skipMetaGroup(bytes, 132);
  if (bytes.length < 8 || bytes[1] + bytes[0] === 0) return undefined;
  const type = textAt(bytes, 4, 2);
  const isTyped = /^[A-Z]{2}$/.test(type);
  if (bytes[0] === 2 && bytes[1] === 0 && isTyped) return skipMetaGroup(bytes, 0);
  if (bytes[0] === 8 && bytes[1] === 0) {
    if (isTyped) return { position: 0, syntax: EXPLICIT };
    const length = bytes[4] + 256 * bytes[5] + 65536 * (bytes[6] + 256 * bytes[7]);
    const isPlausible = bytes[3] < 0x40 && length % 2 === 0 && length <= 1024;
    return isPlausible ? { position: 0, syntax: IMPLICIT } : undefined;
  }
  return bytes[0] === 0 && bytes[1] === 8 && isTyped
    ? { position: 0, syntax: BIG_ENDIAN }
    : undefined;
}

/** The meta group is always explicit little endian, whatever follows. */
function skipMetaGroup(bytes: Uint8Array, start: number): DataSetStart {
  let position = start;
  let syntax = IMPLICIT;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  while (position + 12 <= bytes.length && view.getUint16(position, true) === 2) {
    const element = view.getUint16(position + 2, true);
    const isLong = LONG_TYPES.includes(textAt(bytes, position + 4, 2));
    const length = isLong ? view.getUint32(position + 8, true) : view.getUint16(position + 6, true);
    const value = position + (isLong ? 12 : 8);
    if (element === 0x10) syntax = textAt(bytes, value, Math.min(length, 64));
    position = value + length;
  }
  return { position, syntax: syntax.replace(/[\0 ]+$/, "") };
}

function textAt(bytes: Uint8Array, position: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(position, position + length));
}
