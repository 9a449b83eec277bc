import { dicomError } from "./dicom_error.ts";

/** How a film's pixels are coded. */
export type PixelCoding = "native" | "rle" | "jpeg" | "jpeg lossless" | "jpeg-ls" | "jpeg 2000";

/** How a DICOM file is written. */
export interface TransferSyntax {
  /** The syntax's UID. */
  uid: string;
  /** Whether every element names its type. */
  isExplicit: boolean;
  /** Whether numbers are stored most significant byte first. */
  isBigEndian: boolean;
  /** Whether everything after the file's meta group is deflated. */
  isDeflated: boolean;
  /** How the pixels are coded. */
  coding: PixelCoding;
}

const ROOT = "1.2.840.10008.1.2";

const CODINGS: Record<string, PixelCoding> = {
  "": "native",
  ".1": "native",
  ".1.99": "native",
  ".2": "native",
  ".4.50": "jpeg",
  ".4.51": "jpeg",
  ".4.57": "jpeg lossless",
  ".4.70": "jpeg lossless",
  ".4.80": "jpeg-ls",
  ".4.81": "jpeg-ls",
  ".4.90": "jpeg 2000",
  ".4.91": "jpeg 2000",
  ".5": "rle",
};

/**
 * Looks up how a file is written by the UID of its transfer syntax (DICOM PS3.6, table A-1).
 *
 * @param uid The transfer syntax's UID.
 * @returns How the file is written.
 * @throws {Error} Where the syntax is one that is not read, such as video.
 *
 * @example
 * ```ts
 * import { transferSyntaxOf } from "lib/data/dicom/transfer_syntax.ts";
 * transferSyntaxOf("1.2.840.10008.1.2.4.90").coding; // "jpeg 2000"
 * ```
 */
export function transferSyntaxOf(uid: string): TransferSyntax {
  const suffix = uid.startsWith(ROOT) ? uid.slice(ROOT.length) : undefined;
  if (suffix === undefined || !Object.hasOwn(CODINGS, suffix)) {
    const name = /^[\d.]{1,64}$/.test(uid) ? uid : "unreadable";
    throw dicomError(
      `its transfer syntax (${name}) is not one that is read; save it as explicit little endian`,
    );
  }
  return {
    uid,
    isExplicit: suffix !== "",
    isBigEndian: suffix === ".2",
    isDeflated: suffix === ".1.99",
    coding: CODINGS[suffix],
  };
}
