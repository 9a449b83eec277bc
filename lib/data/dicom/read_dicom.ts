import { checkChestFilm } from "./check_chest_film.ts";
import { dicomError } from "./dicom_error.ts";
import { type DicomFacts, readDicomFacts } from "./dicom_facts.ts";
import { greyLevels } from "./grey_levels.ts";
import type { LoadCodec } from "./load_codec.ts";
import { type ParsedDicom, parseDicom } from "./parse_dicom.ts";
import { type PixelFormat, readPixelFormat } from "./pixel_format.ts";
import { readSamples } from "./read_samples.ts";
import { NotAChestFilmError } from "../not_a_chest_film.ts";

/** Settings of {@linkcode readDicom}. */
export interface ReadDicomOptions {
  /** Which of the film's VOI tables and windows to use, from 0; the first where left out. */
  window?: number;
  /**
   * Gives the bytes of a decoder's `.wasm` file, for JPEG, JPEG-LS and JPEG 2000: a page has to say
   * where they are. Left out, they are read from the npm packages, which Deno and Node can.
   */
  loadCodec?: LoadCodec;
}

/** What a DICOM file's header tells, once it is found to be a frontal chest film. */
export interface DicomHeader {
  /** Pixels in a row. */
  width: number;
  /** Rows. */
  height: number;
  /** What the file tells of the film, and no one's name. */
  facts: DicomFacts;
  /** What could not be checked or was assumed, for people. */
  notes: string[];
}

/** A film from a DICOM file. */
export interface DicomFilm extends DicomHeader {
  /** Grey levels in `[0, 255]`, `height × width`, row by row. */
  pixels: Uint8Array;
}

/**
 * Reads a film from a DICOM file, as a viewer would show it, in 8 bits. It runs in Deno and in a
 * page alike. Names of patients and whatever else identifies them are not looked at.
 *
 * @param bytes The file.
 * @param options Choice of window, and where decoders come from.
 * @returns Grey levels, and what the file tells of the film.
 * @throws {Error} Where the file is damaged, too large, or of a kind that is not read.
 * @throws {NotAChestFilmError} Where it says that it is no frontal radiograph of a chest.
 *
 * @example
 * ```ts
 * import { readDicom } from "lib/data/dicom/read_dicom.ts";
 * await readDicom(new TextEncoder().encode("no film")).catch((error) => error.message);
 * // "Cannot read DICOM: it is no DICOM file"
 * ```
 */
export function readDicom(
  bytes: Uint8Array,
  { window = 0, loadCodec }: ReadDicomOptions = {},
): Promise<DicomFilm> {
  return withoutForeignErrors(async () => {
    const { dicom, format, ...header } = await openDicom(bytes);
    const samples = await readSamples(dicom, { format, loadCodec });
    const { pixels, notes } = greyLevels(dicom.dataSet, samples, { format, window });
    return { ...header, pixels, notes: [...header.notes, ...notes] };
  });
}

/**
 * Reads what a DICOM file's header tells, without its pixels.
 *
 * @param bytes The file.
 * @returns Size, facts and notes.
 * @throws {Error} Where the file is damaged, too large, or of a kind that is not read.
 * @throws {NotAChestFilmError} Where it says that it is no frontal radiograph of a chest.
 *
 * @example
 * ```ts
 * import { readDicomHeader } from "lib/data/dicom/read_dicom.ts";
 * await readDicomHeader(new Uint8Array(9)).catch((error) => error.message);
 * // "Cannot read DICOM: it is no DICOM file"
 * ```
 */
export function readDicomHeader(bytes: Uint8Array): Promise<DicomHeader> {
  return withoutForeignErrors(async () => {
    const { dicom: _, format: __, ...header } = await openDicom(bytes);
    return header;
  });
}

interface OpenDicom extends DicomHeader {
  dicom: ParsedDicom;
  format: PixelFormat;
}

async function openDicom(bytes: Uint8Array): Promise<OpenDicom> {
  const dicom = await parseDicom(bytes);
  const facts = readDicomFacts(dicom);
  const notes = checkChestFilm(facts);
  const format = readPixelFormat(dicom.dataSet);
  return { dicom, format, width: format.width, height: format.height, facts, notes };
}

/** What libraries throw can hold the data set, names included: only our own words get out. */
async function withoutForeignErrors<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isOurs = error instanceof NotAChestFilmError ||
      error instanceof Error && error.message.startsWith("Cannot ");
    throw isOurs ? error : dicomError("it is truncated or damaged: its elements make no sense");
  }
}
