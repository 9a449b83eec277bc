import type { DataSet } from "dicom-parser";
import type { ParsedDicom } from "./parse_dicom.ts";
import { readWindows } from "./windows.ts";

/** What a DICOM file tells of its film, and no one's name. Unknown text is `""`. */
export interface DicomFacts {
  /** How the picture was taken: `CR`, `DX`, `CT`, … */
  modality: string;
  /** Projection: `PA`, `AP`, `LL`, … */
  view: string;
  /** Part of the body: `CHEST`, … */
  bodyPart: string;
  /** Millimetres from one row, and from one column, to the next; `NaN` where unknown. */
  pixelSpacing: [row: number, column: number];
  /** UID of the transfer syntax. */
  transferSyntax: string;
  /** `MONOCHROME1` (the largest value is black), `MONOCHROME2`, `RGB`, … */
  photometric: string;
  /** How the film may be shown, the first one by default: `"centre 2048, width 4096"`, … */
  windows: string[];
}

const MODALITY = "x00080060";
const SOP_CLASS = "x00080016";
const BODY_PART = "x00180015";
const VIEW_POSITION = "x00185101";
const VIEW_CODES = "x00540220";
const CODE_MEANING = "x00080104";
const PATIENT_POSITION = "x00185100";
const PATIENT_ORIENTATION = "x00200020";
const PIXEL_SPACING = "x00280030";
const IMAGER_PIXEL_SPACING = "x00181164";
const PHOTOMETRIC = "x00280004";

/** Objects that tell what they are even where the modality is left out (DICOM PS3.4, annex B). */
const MODALITY_OF_CLASS: Record<string, string> = {
  "1.2.840.10008.5.1.4.1.1.1": "CR",
  "1.2.840.10008.5.1.4.1.1.1.1": "DX",
  "1.2.840.10008.5.1.4.1.1.1.2": "MG",
  "1.2.840.10008.5.1.4.1.1.2": "CT",
  "1.2.840.10008.5.1.4.1.1.4": "MR",
  "1.2.840.10008.5.1.4.1.1.6.1": "US",
  "1.2.840.10008.5.1.4.1.1.20": "NM",
  "1.2.840.10008.5.1.4.1.1.128": "PT",
};

/** Where the patient lies in a scanner; it says nothing of a film's projection. */
const SCANNER_POSITION = /^((HF|FF|LF|RF|AF|PF)(S|P|DL|DR)|SITTING)$/;

/**
 * Reads what a DICOM file tells of its film. Names, dates, numbers of patients and free text are
 * not looked at, so that they cannot get anywhere.
 *
 * @param dicom File whose elements are found.
 * @returns The facts.
 *
 * @example
 * ```ts
 * import { readDicomFacts } from "lib/data/dicom/dicom_facts.ts";
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]);
 * readDicomFacts(await parseDicom(headerless)).modality; // "CR"
 * ```
 */
export function readDicomFacts({ dataSet, syntax }: ParsedDicom): DicomFacts {
  return {
    modality: codeOf(dataSet, MODALITY) || MODALITY_OF_CLASS[dataSet.string(SOP_CLASS) ?? ""] || "",
    view: readView(dataSet),
    bodyPart: codeOf(dataSet, BODY_PART),
    pixelSpacing: readSpacing(dataSet),
    transferSyntax: syntax.uid,
    photometric: codeOf(dataSet, PHOTOMETRIC),
    windows: readWindows(dataSet).map(({ name }) => name),
  };
}

function readView(dataSet: DataSet): string {
  const view = codeOf(dataSet, VIEW_POSITION);
  if (view !== "") return view;
  const code = dataSet.elements[VIEW_CODES]?.items?.[0]?.dataSet?.string(CODE_MEANING) ?? "";
  if (/^postero-?anterior/i.test(code)) return "PA";
  if (/^antero-?posterior/i.test(code)) return "AP";
  if (/lateral/i.test(code)) return "LATERAL";
  if (/oblique/i.test(code)) return "OBLIQUE";
  const position = codeOf(dataSet, PATIENT_POSITION); // some public sets put the projection there
  if (position !== "" && !SCANNER_POSITION.test(position)) return position;
  // On a frontal film the rows run to the left or right; on a lateral one to the front or back.
  return /^[AP]/.test(codeOf(dataSet, PATIENT_ORIENTATION)) ? "LATERAL" : "";
}

function readSpacing(dataSet: DataSet): [number, number] {
  for (const tag of [PIXEL_SPACING, IMAGER_PIXEL_SPACING]) {
    const [row, column] = [0, 1].map((i) => dataSet.floatString(tag, i) ?? NaN);
    if (row > 0 && column > 0 && Number.isFinite(row * column)) return [row, column];
  }
  return [NaN, NaN];
}

/** A code is short, in capitals; anything else that stands in its place is not handed on. */
function codeOf(dataSet: DataSet, tag: string): string {
  const text = (dataSet.string(tag, 0) ?? "").trim().toUpperCase();
  return text === "" || /^[A-Z0-9][A-Z0-9_ ,./()&+-]{0,15}$/.test(text) ? text : "UNREADABLE";
}
