import type { DataSet } from "dicom-parser";
import * as dicomParserModule from "dicom-parser";
import { MAX_PIXELS } from "../max_pixels.ts";
import { dicomError } from "./dicom_error.ts";
import { findDataSet } from "./file_meta.ts";
import { inflate } from "./inflate.ts";
import { type TransferSyntax, transferSyntaxOf } from "./transfer_syntax.ts";

/** A DICOM file whose elements are found, their values not yet read. */
export interface ParsedDicom {
  /** Elements up to the pixels, theirs included. */
  dataSet: DataSet;
  /** The file's bytes that the elements' positions are about; inflated where it was deflated. */
  bytes: Uint8Array;
  /** How the file is written. */
  syntax: TransferSyntax;
}

/** Everything before the pixels has to fit in so many bytes; it is some thousand in most films. */
const MAX_HEAD_BYTES = 16 * 2 ** 20;
const PIXEL_DATA = "x7fe00010";

/**
 * Finds the elements of a DICOM file, up to its pixels, with `dicom-parser`. No text is read from
 * them here.
 *
 * @param bytes The file.
 * @returns The file's elements.
 * @throws {Error} Where the file is no DICOM, damaged, or in a transfer syntax that is not read.
 *
 * @example
 * ```ts
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]); // modality CR
 * (await parseDicom(headerless)).dataSet.string("x00080060"); // "CR"
 * ```
 */
export async function parseDicom(bytes: Uint8Array): Promise<ParsedDicom> {
  const start = findDataSet(bytes);
  if (start === undefined) throw dicomError("it is no DICOM file");
  const syntax = transferSyntaxOf(start.syntax);
  const body = bytes.subarray(start.position);
  const content = syntax.isDeflated ? await inflate(body, 2 * MAX_PIXELS + MAX_HEAD_BYTES) : body;
  if (content.length < 8) throw dicomError("it is truncated: it ends with its header");
  return { dataSet: findElements(content, syntax), bytes: content, syntax };
}

function findElements(bytes: Uint8Array, { isExplicit, isBigEndian }: TransferSyntax): DataSet {
  const parser = dicomParser();
  const order = isBigEndian ? parser.bigEndianByteArrayParser : parser.littleEndianByteArrayParser;
  const head = bytes.subarray(0, MAX_HEAD_BYTES);
  const stream = new parser.ByteStream(order, head, 0);
  const dataSet = new parser.DataSet(order, head, {});
  dataSet.warnings = [];
  stream.warnings = [];
  const parse = isExplicit ? parser.parseDicomDataSetExplicit : parser.parseDicomDataSetImplicit;
  try {
    parse(dataSet, stream, head.length, { untilTag: PIXEL_DATA });
  } catch {
    if (dataSet.elements[PIXEL_DATA] === undefined) {
      throw dicomError("it is truncated or damaged: its elements do not add up");
    }
  }
  return dataSet;
}

type DicomParser = typeof dicomParserModule & {
  DataSet: new (
    parser: dicomParserModule.ByteArrayParser,
    bytes: Uint8Array,
    elements: DataSet["elements"],
  ) => DataSet;
};

/** The package is CommonJS: Deno gives it as the default, bundlers as the module itself. */
function dicomParser(): DicomParser {
  const module = dicomParserModule as unknown as { default?: DicomParser } & DicomParser;
  return module.default ?? module;
}
