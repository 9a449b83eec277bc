import { findDataSet } from "./file_meta.ts";

/** How many of a file's first bytes {@linkcode isDicom} looks at. */
export const DICOM_SNIFF_BYTES = 140;

/**
 * Tells by content whether a file is DICOM: `DICM` stands at byte 128, or, in files without that
 * header, the first element is one of those that data sets begin with.
 *
 * @param bytes The file, or its first 140 bytes.
 * @returns Whether it is worth reading as DICOM.
 *
 * @example
 * ```ts
 * import { isDicom } from "lib/data/dicom/is_dicom.ts";
 * isDicom(new TextEncoder().encode("\0".repeat(128) + "DICM")); // true
 * isDicom(new Uint8Array([0x89, 0x50, 0x4e, 0x47])); // false
 * ```
 */
export function isDicom(bytes: Uint8Array): boolean {
  return findDataSet(bytes.subarray(0, DICOM_SNIFF_BYTES)) !== undefined;
}
